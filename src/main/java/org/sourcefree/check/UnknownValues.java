package org.sourcefree.check;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.sourcefree.data.LabelFile;
import org.sourcefree.data.LabelValues;
import org.sourcefree.image.LabelMap;

/** Values of a label file that no class has, in the file's own terms: ids, or colours. */
final class UnknownValues {
  private static final int SHOWN = 5;

  private UnknownValues() {}

  /**
   * @param pixels how many have it
   * @param first of them, counted by rows
   */
  private record Found(String name, long pixels, int first) {

    Found with(Found other) {
      return new Found(name, pixels + other.pixels, first);
    }
  }

  /** The most frequent ones, how often they occur and where first; empty if there are none. */
  static String of(LabelMap labels, LabelFile file) {
    List<Found> found = found(labels, file);
    String shown =
        found.stream()
            .limit(SHOWN)
            .map(each -> line(each, labels.width()))
            .collect(Collectors.joining(", "));
    int more = found.size() - SHOWN;
    return more > 0 ? "%s and %d more".formatted(shown, more) : shown;
  }

  private static String line(Found found, int width) {
    return "%s (%d px, first at x %d, y %d)"
        .formatted(found.name, found.pixels, found.first % width, found.first / width);
  }

  private static List<Found> found(LabelMap labels, LabelFile file) {
    boolean[] known = known(file.values());
    byte[] ids = labels.ids();
    int[] unknown =
        IntStream.range(0, ids.length).filter(pixel -> !known[ids[pixel] & 0xFF]).toArray();
    if (unknown.length == 0) {
      return List.of();
    }
    IntFunction<String> names = file.values().names(labels, file.path());
    Map<String, Found> found = new LinkedHashMap<>();
    for (int pixel : unknown) {
      found.merge(names.apply(pixel), new Found(names.apply(pixel), 1, pixel), Found::with);
    }
    return found.values().stream()
        .sorted(Comparator.comparingLong(Found::pixels).reversed())
        .toList();
  }

  private static boolean[] known(LabelValues values) {
    boolean[] known = new boolean[256];
    for (int value = 0; value < known.length; value++) {
      known[value] = values.knows(value);
    }
    return known;
  }
}
