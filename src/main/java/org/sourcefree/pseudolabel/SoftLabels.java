package org.sourcefree.pseudolabel;

import java.util.List;
import org.sourcefree.data.ClassSet;
import org.sourcefree.data.crop.ViewPlace;
import org.sourcefree.image.ImageSize;
import org.sourcefree.image.LabelMap;
import org.sourcefree.image.Window;
import org.sourcefree.objective.CrossEntropy;
import org.sourcefree.objective.Term;

/**
 * Distributions as pseudo labels, LRENT of Zou et al. 2019: ŷ(c) ∝ (p/λ)^(1/α), λ(c) the thresholds
 * of {@link NormalisedClassBalanced}. A pixel is selected where the sum of these powers is above 1;
 * as α goes to 0, that is where the largest p/λ is at least 1.
 *
 * @param alpha α, above 0; 0.25 in the authors' code
 */
public record SoftLabels(double alpha) {

  /** Checks α. */
  public SoftLabels {
    if (!(alpha > 0 && alpha <= 1)) {
      throw new IllegalArgumentException("soft must be in (0, 1], got " + alpha);
    }
  }

  /**
   * Checks that an objective learns from distributions.
   *
   * @throws IllegalArgumentException if something does not take them
   */
  public static void check(List<Term> objective, boolean taught) {
    if (taught) {
      throw new IllegalArgumentException(
          "pseudo_labels.soft must stand without a teacher, which labels each pixel with one class");
    }
    if (objective.stream().anyMatch(SoftLabels::countsNonzero)) {
      throw new IllegalArgumentException(
          "cross_entropy's mean must be labelled or all with pseudo_labels.soft, got nonzero");
    }
  }

  private static boolean countsNonzero(Term term) {
    return term instanceof CrossEntropy crossEntropy
        && crossEntropy.mean().filter(CrossEntropy.Mean.NONZERO::equals).isPresent();
  }

  /**
   * The distribution of every pixel, selected or not.
   *
   * @param logProbabilities [P, C]
   * @param logThresholds log λ, [C]
   * @return [P, C]
   */
  public float[] distributions(float[] logProbabilities, float[] logThresholds) {
    int classes = logThresholds.length;
    float[] result = new float[logProbabilities.length];
    double[] powers = new double[classes];
    for (int at = 0; at < result.length; at += classes) {
      double largest = weigh(logProbabilities, at, logThresholds, powers);
      double sum = 0;
      for (int c = 0; c < classes; c++) {
        powers[c] = Math.exp(powers[c] - largest);
        sum += powers[c];
      }
      for (int c = 0; c < classes; c++) {
        result[at + c] = (float) (powers[c] / sum);
      }
    }
    return result;
  }

  /**
   * The likeliest class of the selected pixels' distributions, else 255.
   *
   * @param logProbabilities [P, C]
   * @param logThresholds log λ, [C]
   * @return train ids, [P]
   */
  public byte[] labels(float[] logProbabilities, float[] logThresholds) {
    int classes = logThresholds.length;
    byte[] result = new byte[logProbabilities.length / classes];
    double[] powers = new double[classes];
    for (int i = 0; i < result.length; i++) {
      double largest = weigh(logProbabilities, i * classes, logThresholds, powers);
      int best = 0;
      for (int c = 1; c < classes; c++) {
        best = powers[c] > powers[best] ? c : best;
      }
      double others = 0;
      for (int c = 0; c < classes; c++) {
        others += c == best ? 0 : Math.exp(powers[c] - largest);
      }
      result[i] = (byte) (largest + Math.log1p(others) > 0 ? best : ClassSet.IGNORE);
    }
    return result;
  }

  /**
   * The distributions that a training view sees: resized bilinearly, their sum 1; zero where the
   * view's own label is 255.
   *
   * @param views the network's logits of the image
   * @param logThresholds log λ, [C]
   * @param hard what the view sees of the image's labels, of the view's size
   * @return [view height, view width, C]
   */
  public float[] of(List<LogitMap> views, float[] logThresholds, ViewPlace place, LabelMap hard) {
    int classes = logThresholds.length;
    int width = place.view().width();
    Stretch columns = columns(place);
    Stretch rows = rows(place);
    Lines lines = new Lines(views, logThresholds, place.image(), columns);
    float[] result = new float[hard.ids().length * classes];
    for (int i = 0; i < hard.ids().length; i++) {
      if (Byte.toUnsignedInt(hard.ids()[i]) != ClassSet.IGNORE) {
        int y = i / width;
        float[] above = lines.at(rows.first(y));
        float[] below = lines.at(rows.second(y));
        int x = place.mirrored() ? width - 1 - i % width : i % width;
        int left = (columns.first(x) - columns.start()) * classes;
        int right = (columns.second(x) - columns.start()) * classes;
        float across = columns.share(x);
        for (int c = 0; c < classes; c++) {
          float upper = between(above[left + c], above[right + c], across);
          float lower = between(below[left + c], below[right + c], across);
          result[i * classes + c] = between(upper, lower, rows.share(y));
        }
      }
    }
    return result;
  }

  private static Stretch columns(ViewPlace place) {
    return new Stretch(
        place.image().width(),
        place.resized().width(),
        place.window().x(),
        place.window().width(),
        place.view().width());
  }

  private static Stretch rows(ViewPlace place) {
    return new Stretch(
        place.image().height(),
        place.resized().height(),
        place.window().y(),
        place.window().height(),
        place.view().height());
  }

  private static float between(float a, float b, float share) {
    return a + (b - a) * share;
  }

  /** Distributions of an image's rows, as far as the window's columns need them; two are kept. */
  private final class Lines {
    private final List<LogitMap> views;
    private final float[] logThresholds;
    private final ImageSize image;
    private final Stretch columns;
    private final float[][] lines = new float[2][];
    private final int[] rows = {-1, -1};

    private Lines(List<LogitMap> views, float[] logThresholds, ImageSize image, Stretch columns) {
      this.views = views;
      this.logThresholds = logThresholds;
      this.image = image;
      this.columns = columns;
    }

    private float[] at(int row) {
      int slot = row % 2;
      if (rows[slot] != row) {
        Window line = new Window(columns.start(), row, columns.length(), 1);
        float[] logs = LogitMap.logProbabilities(views, image, line);
        lines[slot] = distributions(logs, logThresholds);
        rows[slot] = row;
      }
      return lines[slot];
    }
  }

  /** log(p/λ)/α of a pixel. */
  private double weigh(float[] logProbabilities, int at, float[] logThresholds, double[] powers) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < powers.length; c++) {
      powers[c] = ((double) logProbabilities[at + c] - logThresholds[c]) / alpha;
      largest = Math.max(largest, powers[c]);
    }
    return largest;
  }
}
