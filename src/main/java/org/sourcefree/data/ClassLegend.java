package org.sourcefree.data;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.sourcefree.image.LabelMap;
import org.sourcefree.image.LegendKey;

/** Which colours are which classes, in pictures of labels. */
public final class ClassLegend {
  private static final int MOST = 20;

  private ClassLegend() {}

  /**
   * The classes that occur, in train-id order, and whether pixels without a label do; of more than
   * twenty those with most pixels, and how many others there are.
   *
   * @param labels train ids
   * @param further meanings of colours, behind the classes
   */
  public static List<LegendKey> of(
      ClassSet classes, Collection<LabelMap> labels, LegendKey... further) {
    long[] pixels = new long[256];
    for (LabelMap each : labels) {
      for (byte id : each.ids()) {
        pixels[Byte.toUnsignedInt(id)]++;
      }
    }
    List<Integer> found =
        IntStream.range(0, classes.size())
            .filter(id -> pixels[id] > 0)
            .boxed()
            .sorted(Comparator.comparingLong((Integer id) -> pixels[id]).reversed())
            .toList();
    List<LegendKey> keys = new ArrayList<>();
    found.stream()
        .limit(MOST)
        .sorted()
        .forEach(id -> keys.add(new LegendKey(classes.names().get(id), classes.colours().get(id))));
    if (IntStream.range(classes.size(), pixels.length).anyMatch(id -> pixels[id] > 0)) {
      keys.add(new LegendKey("no label", 0));
    }
    keys.addAll(List.of(further));
    if (found.size() > MOST) {
      keys.add(LegendKey.remark("and %d smaller ones".formatted(found.size() - MOST)));
    }
    return keys;
  }
}
