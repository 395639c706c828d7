package org.sourcefree.matching;

import org.sourcefree.image.ImageSize;
import org.sourcefree.image.LabelMap;
import org.sourcefree.pseudolabel.LogitMap;

/**
 * Where an image has its classes, Li et al. 2020: of each class the share of its mass in every row,
 * and in every column. Each sums to 1; zeros for a class that is not there.
 */
public final class SceneLayout {
  private static final double NOTHING = 1e-30;

  private final float[][] rows;
  private final float[][] columns;

  /**
   * Wraps the arrays without copying them.
   *
   * @param rows [C, height]
   * @param columns [C, width]
   */
  SceneLayout(float[][] rows, float[][] columns) {
    this.rows = rows;
    this.columns = columns;
  }

  /**
   * The layout of what is predicted: probabilities are the mass.
   *
   * @param size that the prediction is upsampled to
   */
  public static SceneLayout of(LogitMap logits, ImageSize size) {
    int classes = logits.classes();
    double[][] rows = new double[classes][size.height()];
    double[][] columns = new double[classes][size.width()];
    new MapRows(logits, size)
        .forEach(
            (pixel, logProbabilities, at) -> {
              for (int c = 0; c < classes; c++) {
                double probability = Math.exp(logProbabilities[at + c]);
                rows[c][pixel / size.width()] += probability;
                columns[c][pixel % size.width()] += probability;
              }
            });
    return new SceneLayout(shares(rows), shares(columns));
  }

  /** The layout of true labels: pixels are the mass, those of 255 none. */
  public static SceneLayout of(LabelMap labels, int classes) {
    double[][] rows = new double[classes][labels.height()];
    double[][] columns = new double[classes][labels.width()];
    for (int i = 0; i < labels.ids().length; i++) {
      int c = Byte.toUnsignedInt(labels.ids()[i]);
      if (c < classes) {
        rows[c][i / labels.width()]++;
        columns[c][i % labels.width()]++;
      }
    }
    return new SceneLayout(shares(rows), shares(columns));
  }

  /** The shares of a class in the image's rows, the array itself. */
  float[] rows(int c) {
    return rows[c];
  }

  /** The shares of a class in the image's columns, the array itself. */
  float[] columns(int c) {
    return columns[c];
  }

  /** C. */
  int classes() {
    return rows.length;
  }

  /**
   * The Kullback–Leibler divergence of another layout's rows from this one's, mean over classes;
   * 1e-30 is added under the logarithms.
   */
  double rowDivergence(SceneLayout other) {
    return divergence(rows, other.rows);
  }

  /** As {@link #rowDivergence}, of columns. */
  double columnDivergence(SceneLayout other) {
    return divergence(columns, other.columns);
  }

  private static double divergence(float[][] from, float[][] to) {
    double sum = 0;
    for (int c = 0; c < from.length; c++) {
      for (int i = 0; i < from[c].length; i++) {
        if (from[c][i] > 0) {
          sum += from[c][i] * (Math.log(from[c][i] + NOTHING) - Math.log(to[c][i] + NOTHING));
        }
      }
    }
    return sum / from.length;
  }

  private static float[][] shares(double[][] masses) {
    float[][] shares = new float[masses.length][masses[0].length];
    for (int c = 0; c < masses.length; c++) {
      double sum = 0;
      for (double mass : masses[c]) {
        sum += mass;
      }
      for (int i = 0; i < masses[c].length && sum > 0; i++) {
        shares[c][i] = (float) (masses[c][i] / sum);
      }
    }
    return shares;
  }
}
