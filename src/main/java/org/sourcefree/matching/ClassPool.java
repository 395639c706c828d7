package org.sourcefree.matching;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sourcefree.image.LabelMap;
import org.sourcefree.pseudolabel.LogitMap;

/**
 * Gathers class vectors from one labelled image after another: the mean of softmax(z/T) over the
 * selected pixels of each class.
 */
public final class ClassPool {
  private final int classes;
  private final double temperature;
  private final Pooling pooling;
  private final double[][] means;
  private final long[] counts;

  /**
   * Starts without a pixel.
   *
   * @param temperature T, above 0; 2 in the authors' code
   */
  public ClassPool(int classes, double temperature, Pooling pooling) {
    this.classes = classes;
    this.temperature = temperature;
    this.pooling = pooling;
    means = new double[classes][classes];
    counts = new long[classes];
  }

  /** What an image adds to a pool: sums over its selected pixels and how many there are. */
  public static final class Share {
    private final double[][] sums;
    private final long[] selected;

    private Share(int classes) {
      sums = new double[classes][classes];
      selected = new long[classes];
    }
  }

  /**
   * Counts an image, which adds nothing yet. Safe for use by several threads.
   *
   * @param logits its prediction
   * @param labels its pseudo labels: the predicted class of the selected pixels, else 255
   */
  public Share share(LogitMap logits, LabelMap labels) {
    Share share = new Share(classes);
    double[] powers = new double[classes];
    new MapRows(logits, labels.size())
        .forEachOf(
            labels,
            (pixel, logProbabilities, at) -> {
              int c = Byte.toUnsignedInt(labels.ids()[pixel]);
              soften(logProbabilities, at, powers);
              share.selected[c]++;
              for (int j = 0; j < classes; j++) {
                share.sums[c][j] += powers[j];
              }
            });
    return share;
  }

  /** Adds an image. */
  public void add(Share share) {
    for (int c = 0; c < classes; c++) {
      if (share.selected[c] > 0) {
        add(c, share.sums[c], share.selected[c]);
      }
    }
  }

  /** The vectors of all images so far. */
  public ClassVectors vectors() {
    List<List<Double>> ofClasses = new ArrayList<>();
    for (double[] mean : means) {
      ofClasses.add(Arrays.stream(mean).boxed().toList());
    }
    return new ClassVectors(ofClasses, Arrays.stream(counts).boxed().toList());
  }

  private void add(int c, double[] sum, long n) {
    long repeated = pooling == Pooling.RUNNING && counts[c] > 0 ? n : 0;
    double before = counts[c] + repeated;
    for (int j = 0; j < classes; j++) {
      means[c][j] = (means[c][j] * before + sum[j]) / (before + n);
    }
    counts[c] += n;
  }

  /** The softmax of z/T from log softmax(z). */
  private void soften(float[] logProbabilities, int at, double[] powers) {
    double sum = 0;
    for (int j = 0; j < classes; j++) {
      powers[j] = Math.exp(logProbabilities[at + j] / temperature);
      sum += powers[j];
    }
    for (int j = 0; j < classes; j++) {
      powers[j] /= sum;
    }
  }
}
