package org.sourcefree.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * One image of a dataset.
 *
 * @param name unique in its dataset and the same on every machine; a relative file name without
 *     extension, e.g. {@code aachen/aachen_000000_000019}
 * @param image the image file
 * @param label where its label file belongs, which need not exist; empty where the dataset has none
 */
public record Sample(String name, Path image, Optional<Path> label) {

  /** So many samples, all if there are fewer, evenly spread over a list from its first. */
  public static List<Sample> spread(List<Sample> samples, int count) {
    int shown = Math.min(count, samples.size());
    return IntStream.range(0, shown)
        .mapToObj(i -> samples.get((int) ((long) i * samples.size() / shown)))
        .toList();
  }
}
