package org.sourcefree.data;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.sourcefree.image.ImageFiles;
import org.sourcefree.image.LabelMap;

/**
 * Label files that hold ids: 8-bit grey PNGs, or palette PNGs whose index is the id. 255 is ignored
 * unless it is a class's.
 *
 * @param classes ids of each class, 0 to 255, by the class's name
 * @param ignored ids whose pixels count in no loss and no metric; 255 alone if left out
 * @param others what becomes of all other ids; refused if left out
 */
public record LabelIds(
    Map<String, List<Integer>> classes, Optional<List<Integer>> ignored, Optional<Others> others)
    implements OwnLabels {
  private static final String IGNORED = "ignored";

  /** Checks that each id is one and stands for one thing. */
  public LabelIds {
    classes = Collections.unmodifiableMap(new LinkedHashMap<>(classes));
    ignored = ignored.map(List::copyOf);
    Map<Integer, String> meanings = new TreeMap<>();
    classes.forEach((name, ids) -> ids.forEach(id -> put(meanings, id, name, "classes")));
    if (meanings.isEmpty()) {
      throw new IllegalArgumentException("classes must name at least one id, got none");
    }
    ignored.orElse(List.of()).forEach(id -> put(meanings, id, IGNORED, IGNORED));
  }

  private static void put(Map<Integer, String> meanings, int id, String name, String key) {
    if (id < 0 || id > ClassSet.IGNORE) {
      throw new IllegalArgumentException("%s must hold ids 0 to 255, got %d".formatted(key, id));
    }
    String other = meanings.putIfAbsent(id, name);
    if (other != null) {
      throw new IllegalArgumentException(
          "%s must name each id once, got %d as %s and as %s".formatted(key, id, other, name));
    }
  }

  @Override
  public String title() {
    return "label ids";
  }

  @Override
  public String expected() {
    return meanings().keySet().stream()
        .map(String::valueOf)
        .collect(Collectors.joining(", ", "ids ", ""));
  }

  @Override
  public LabelMap read(Path file) {
    return ImageFiles.readIds(file);
  }

  @Override
  public boolean knows(int value) {
    return others.equals(Optional.of(Others.IGNORE)) || meanings().containsKey(value);
  }

  @Override
  public Optional<String> meaning(int value) {
    return Optional.ofNullable(meanings().get(value))
        .or(() -> Optional.of(IGNORED).filter(any -> knows(value)));
  }

  @Override
  public byte[] trainIds(ClassSet set) {
    return OwnLabels.table(classes, set);
  }

  private Map<Integer, String> meanings() {
    Map<Integer, String> meanings = new TreeMap<>();
    meanings.put(ClassSet.IGNORE, IGNORED);
    ignored.orElse(List.of()).forEach(id -> meanings.put(id, IGNORED));
    classes.forEach((name, ids) -> ids.forEach(id -> meanings.put(id, name)));
    return meanings;
  }
}
