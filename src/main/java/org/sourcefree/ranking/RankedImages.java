package org.sourcefree.ranking;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.sourcefree.data.Sample;

/**
 * A ranking, the surest image first.
 *
 * @param easy how many of the first images are easy
 * @param images all of them
 */
record RankedImages(int easy, List<Ranked> images) {
  /**
   * An image's place follows from its score.
   *
   * @param meanSelfInformation over classes and pixels
   * @param score the same times the class normaliser, if there is one
   */
  record Ranked(String name, double meanSelfInformation, double score) {}

  /** Copies the list. */
  RankedImages {
    images = List.copyOf(images);
  }

  /**
   * Ranks images.
   *
   * @param scored in the order that ties keep
   * @param proportion of them that is easy, the product of float64 rounded down as in the authors'
   *     code, where 0.29 of 100 are 28
   */
  static RankedImages of(List<Ranked> scored, double proportion) {
    return new RankedImages(
        (int) (scored.size() * proportion),
        scored.stream().sorted(Comparator.comparing(Ranked::score)).toList());
  }

  /** The easy ones of all images, in the order of these. */
  List<Sample> easy(List<Sample> all) {
    return of(all, images.subList(0, easy));
  }

  /** The others of all images, in the order of these. */
  List<Sample> hard(List<Sample> all) {
    return of(all, images.subList(easy, images.size()));
  }

  private static List<Sample> of(List<Sample> all, List<Ranked> part) {
    Set<String> names =
        part.stream().map(Ranked::name).collect(Collectors.toCollection(HashSet::new));
    return all.stream().filter(sample -> names.contains(sample.name())).toList();
  }
}
