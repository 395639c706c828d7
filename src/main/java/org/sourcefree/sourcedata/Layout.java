package org.sourcefree.sourcedata;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.sourcefree.data.Sample;
import org.sourcefree.data.Seeds;
import org.sourcefree.matching.LayoutCentres;
import org.sourcefree.matching.SceneLayout;

/**
 * Semantic layout matching, Li et al. 2020: of a random share of the source images those that are
 * laid out most like the target's typical images, as the labelling pass predicts them. Every round
 * considers the same share.
 *
 * @param count source images taken, at least 1; 1190 in the authors' code
 * @param considered the share of the source images that is scored, in (0, 1]; 0.2 in the authors'
 *     code
 * @param centres typical layouts of each class, at least 1; 10 in the authors' code
 */
public record Layout(int count, double considered, int centres) implements SourceSelection {
  private static final long STREAM = 0x6c61796f7574L;

  /** Checks the ranges. */
  public Layout {
    if (count < 1) {
      throw new IllegalArgumentException("count must be positive, got " + count);
    }
    if (!(considered > 0 && considered <= 1)) {
      throw new IllegalArgumentException("considered must be in (0, 1], got " + considered);
    }
    if (centres < 1) {
      throw new IllegalArgumentException("centres must be positive, got " + centres);
    }
  }

  /** Those that are scored, the same in every round as in the authors' code. */
  @Override
  public List<Sample> draw(List<Sample> source, int round, long seed) {
    return considered(source.size(), seed ^ STREAM).stream().map(source::get).toList();
  }

  @Override
  public int most(int source) {
    return Math.min(count, source);
  }

  @Override
  public boolean looksAtTheTarget() {
    return true;
  }

  /**
   * The source images that are scored, in the order of the source: ⌊considered · n⌋ of n, at least
   * one.
   *
   * @param seed what they follow from
   */
  public List<Integer> considered(int sources, long seed) {
    int drawn = Math.max(1, (int) (sources * considered * (1 + 1e-12)));
    return Arrays.stream(Seeds.distinct(seed, sources, drawn)).sorted().boxed().toList();
  }

  /** The target's typical layouts. */
  public LayoutCentres centres(List<SceneLayout> targets, long seed) {
    return LayoutCentres.of(targets, centres, seed);
  }

  /**
   * The best of the scored images, best first; all where there are no more.
   *
   * @param scores {@link LayoutCentres#score} of each
   * @return places in the list
   */
  public List<Integer> best(List<Double> scores) {
    return IntStream.range(0, scores.size())
        .boxed()
        .sorted(Comparator.comparing(scores::get))
        .limit(count)
        .toList();
  }
}
