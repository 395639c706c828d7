package org.sourcefree.init;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.sourcefree.InvalidInputException;
import org.sourcefree.data.CityscapesIds;
import org.sourcefree.data.ClassSet;
import org.sourcefree.data.LabelColours;
import org.sourcefree.data.LabelIds;
import org.sourcefree.data.OwnLabels;
import org.sourcefree.data.Prefetcher;
import org.sourcefree.data.Sample;
import org.sourcefree.image.ImageFiles;
import org.sourcefree.image.LabelMap;
import org.sourcefree.image.RgbImage;

/**
 * What the values in label files seem to mean.
 *
 * @param values what they mean, if they fit the model's classes; else to be filled in
 * @param fits whether they do
 * @param words what was found, a phrase
 */
record LabelMeaning(OwnLabels values, boolean fits, String words) {
  private static final int READ = 200;
  private static final int MOST_COLOURS = 255;
  private static final int LISTED = 12;
  private static final int LARGEST_CITYSCAPES = 34;
  private static final String BLACK = "#000000";

  /**
   * Reads up to 200 labels from all over.
   *
   * @throws InvalidInputException if one cannot be read
   */
  static LabelMeaning of(List<Sample> labelled, ClassSet classes) {
    int count = Math.min(READ, labelled.size());
    List<Sample> read =
        IntStream.range(0, count)
            .mapToObj(i -> labelled.get((int) ((long) i * labelled.size() / count)))
            .toList();
    return holdsIds(read.get(0)) ? ofIds(ids(read), classes) : ofColours(colours(read), classes);
  }

  private static boolean holdsIds(Sample sample) {
    try {
      ImageFiles.readIds(sample.label().orElseThrow());
      return true;
    } catch (InvalidInputException e) {
      return false;
    }
  }

  private static SortedSet<Integer> ids(List<Sample> read) {
    SortedSet<Integer> ids = new TreeSet<>();
    try (Prefetcher<LabelMap> labels =
        new Prefetcher<>(
            0, read.size(), i -> ImageFiles.readIds(read.get((int) i).label().orElseThrow()))) {
      while (labels.hasNext()) {
        for (byte id : labels.next().ids()) {
          ids.add(id & 0xFF);
        }
      }
    }
    return ids;
  }

  private static SortedSet<String> colours(List<Sample> read) {
    SortedSet<String> colours = new TreeSet<>();
    try (Prefetcher<RgbImage> labels =
        new Prefetcher<>(
            0,
            read.size(),
            i -> ImageFiles.readLabelColours(read.get((int) i).label().orElseThrow()))) {
      while (labels.hasNext() && colours.size() <= MOST_COLOURS) {
        byte[] rgb = labels.next().pixels();
        int last = -1;
        for (int at = 0; at < rgb.length; at += 3) {
          int colour = (rgb[at] & 0xFF) << 16 | (rgb[at + 1] & 0xFF) << 8 | (rgb[at + 2] & 0xFF);
          if (colour != last && colours.size() <= MOST_COLOURS) {
            colours.add("#%06x".formatted(colour));
            last = colour;
          }
        }
      }
    }
    return colours;
  }

  private static LabelMeaning ofIds(SortedSet<Integer> ids, ClassSet classes) {
    String found = "ids " + listed(ids);
    int largest = ids.headSet(ClassSet.IGNORE).isEmpty() ? 0 : ids.headSet(ClassSet.IGNORE).last();
    Optional<CityscapesIds> cityscapes = CityscapesIds.of(classes);
    if (largest < classes.size()) {
      LabelMap trainIds = trainIds(classes);
      return new LabelMeaning(
          byId(classes, trainIds, Optional.empty()),
          true,
          found + ", taken as the model's own " + meant(classes));
    }
    if (cityscapes.isPresent() && largest <= LARGEST_CITYSCAPES) {
      LabelMap labelIds = cityscapes.get().of(trainIds(classes));
      Optional<OwnLabels.Others> ignore = Optional.of(OwnLabels.Others.IGNORE);
      return new LabelMeaning(
          byId(classes, labelIds, ignore), true, found + ", taken as Cityscapes' label ids");
    }
    LabelIds open = byId(classes, trainIds(classes), Optional.empty());
    return new LabelMeaning(
        open, false, "%s, which are not the model's 0 to %d".formatted(found, classes.size() - 1));
  }

  private static LabelMap trainIds(ClassSet classes) {
    byte[] ids = new byte[classes.size()];
    for (int c = 0; c < ids.length; c++) {
      ids[c] = (byte) c;
    }
    return new LabelMap(ids.length, 1, ids);
  }

  private static LabelIds byId(ClassSet classes, LabelMap ids, Optional<OwnLabels.Others> others) {
    Map<String, List<Integer>> byName = new LinkedHashMap<>();
    for (int c = 0; c < classes.size(); c++) {
      byName.put(classes.names().get(c), List.of(ids.ids()[c] & 0xFF));
    }
    return new LabelIds(byName, Optional.empty(), others);
  }

  private static LabelMeaning ofColours(SortedSet<String> colours, ClassSet classes) {
    Map<String, List<String>> byName = new LinkedHashMap<>();
    List<String> known = new ArrayList<>();
    for (int c = 0; c < classes.size(); c++) {
      String colour = "#%06x".formatted(classes.colours().get(c));
      known.add(colour);
      byName.put(classes.names().get(c), List.of(colour));
    }
    boolean distinct = new TreeSet<>(known).size() == known.size();
    boolean fits =
        distinct && colours.stream().allMatch(each -> known.contains(each) || each.equals(BLACK));
    String found =
        colours.size() > MOST_COLOURS
            ? "more than %d colours".formatted(MOST_COLOURS)
            : "colours " + listed(List.copyOf(colours));
    Optional<List<String>> ignored =
        known.contains(BLACK) ? Optional.empty() : Optional.of(List.of(BLACK));
    if (!fits && !distinct) {
      byName.clear();
      byName.put(classes.names().get(0), List.of(known.get(0)));
    }
    return new LabelMeaning(
        new LabelColours(byName, ignored, Optional.empty()),
        fits,
        found + (fits ? ", those of the model's classes" : ", which are not the model's"));
  }

  /** Neighbours as a range: 0 to 11, 255. */
  private static String listed(SortedSet<Integer> ids) {
    List<String> ranges = new ArrayList<>();
    for (int id : ids) {
      if (!ids.contains(id - 1)) {
        int last = id;
        while (ids.contains(last + 1)) {
          last++;
        }
        ranges.add(last == id ? "" + id : id + " to " + last);
      }
    }
    return listed(ranges);
  }

  private static String meant(ClassSet classes) {
    return "(0 %s, 1 %s, …): look whether they are"
        .formatted(classes.names().get(0), classes.names().get(1));
  }

  private static String listed(List<String> values) {
    String more = values.size() > LISTED ? " and %d more".formatted(values.size() - LISTED) : "";
    return values.stream().limit(LISTED).collect(Collectors.joining(", ")) + more;
  }
}
