package org.sourcefree.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.sourcefree.image.ImageFiles;
import org.sourcefree.image.LabelMap;
import org.sourcefree.image.RgbImage;

/**
 * Label files that hold colours: PNGs in RGB, or with a palette. In memory a colour's number is its
 * place among all that are named, classes' first; 255 stands for any other.
 *
 * @param classes colours of each class, {@code "#804020"}, by the class's name
 * @param ignored colours whose pixels count in no loss and no metric; none if left out
 * @param others what becomes of all other colours; refused if left out
 */
public record LabelColours(
    Map<String, List<String>> classes, Optional<List<String>> ignored, Optional<Others> others)
    implements OwnLabels {
  private static final int OTHER = 255;
  private static final String IGNORED = "ignored";

  /** Checks that each colour is one and stands for one thing. */
  public LabelColours {
    classes = Collections.unmodifiableMap(new LinkedHashMap<>(classes));
    ignored = ignored.map(List::copyOf);
    Map<Integer, String> meanings = new HashMap<>();
    classes.forEach((name, all) -> all.forEach(colour -> put(meanings, colour, name, "classes")));
    if (meanings.isEmpty()) {
      throw new IllegalArgumentException("classes must name at least one colour, got none");
    }
    ignored.orElse(List.of()).forEach(colour -> put(meanings, colour, IGNORED, IGNORED));
    if (meanings.size() > OTHER) {
      throw new IllegalArgumentException(
          "classes and ignored must name at most 255 colours, got " + meanings.size());
    }
  }

  private static void put(Map<Integer, String> meanings, String colour, String name, String key) {
    String other = meanings.putIfAbsent(HexColour.parse(colour, key), name);
    if (other != null) {
      throw new IllegalArgumentException(
          "%s must name each colour once, got %s as %s and as %s"
              .formatted(key, colour, other, name));
    }
  }

  @Override
  public String title() {
    return "label colours";
  }

  @Override
  public String expected() {
    return colours().stream().collect(Collectors.joining(", ", "colours ", ""));
  }

  @Override
  public LabelMap read(Path file) {
    RgbImage image = ImageFiles.readLabelColours(file);
    Map<Integer, Byte> numbers = new HashMap<>();
    List<String> colours = colours();
    for (int i = 0; i < colours.size(); i++) {
      numbers.put(HexColour.parse(colours.get(i), IGNORED), (byte) i);
    }
    byte[] ids = new byte[image.width() * image.height()];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = numbers.getOrDefault(colour(image, i), (byte) OTHER);
    }
    return new LabelMap(image.width(), image.height(), ids);
  }

  @Override
  public boolean knows(int value) {
    return value < colours().size()
        || (value == OTHER && others.equals(Optional.of(Others.IGNORE)));
  }

  @Override
  public Optional<String> meaning(int value) {
    List<String> colours = colours();
    if (value >= colours.size()) {
      return Optional.of("other colours").filter(any -> knows(value));
    }
    String colour = colours.get(value);
    String name =
        classes.entrySet().stream()
            .filter(entry -> entry.getValue().contains(colour))
            .map(Map.Entry::getKey)
            .findFirst()
            .orElse(IGNORED);
    return Optional.of(colour + " " + name);
  }

  @Override
  public byte[] trainIds(ClassSet set) {
    List<String> colours = colours();
    Map<String, List<Integer>> numbers = new LinkedHashMap<>();
    classes.forEach((name, all) -> numbers.put(name, all.stream().map(colours::indexOf).toList()));
    return OwnLabels.table(numbers, set);
  }

  @Override
  public IntFunction<String> names(LabelMap labels, Path file) {
    RgbImage image = ImageFiles.readLabelColours(file);
    return pixel -> "#%06x".formatted(colour(image, pixel));
  }

  private List<String> colours() {
    List<String> colours = new ArrayList<>();
    classes.values().forEach(colours::addAll);
    colours.addAll(ignored.orElse(List.of()));
    return colours;
  }

  private static int colour(RgbImage image, int pixel) {
    byte[] rgb = image.pixels();
    int at = 3 * pixel;
    return (rgb[at] & 0xFF) << 16 | (rgb[at + 1] & 0xFF) << 8 | (rgb[at + 2] & 0xFF);
  }
}
