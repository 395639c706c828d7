package org.sourcefree.pseudolabel;

import java.util.List;
import org.sourcefree.graph.Tensors;
import org.sourcefree.image.ImageSize;
import org.sourcefree.image.Window;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/**
 * A network's logits of one view of an image, as small as the network gives them: log-probabilities
 * of any window of the image follow from them, as {@link LogProbabilities} has them in a graph.
 */
public final class LogitMap {
  private final int width;
  private final int height;
  private final int classes;
  private final float[] logits;

  /**
   * Wraps the array without copying it.
   *
   * @param size of the map, not of the image
   * @param logits [height, width, C]
   */
  public LogitMap(ImageSize size, int classes, float[] logits) {
    if (logits.length != size.width() * size.height() * classes) {
      throw new IllegalArgumentException(
          "a map of %s pixels and %d classes needs as many logits, got %d"
              .formatted(size, classes, logits.length));
    }
    this.width = size.width();
    this.height = size.height();
    this.classes = classes;
    this.logits = logits;
  }

  /** The map of a network's output, [1, h, w, C]. */
  public static LogitMap of(TFloat32 logits) {
    return of(logits.shape(), Tensors.array(logits));
  }

  /** Wraps an output's array, of shape [1, h, w, C], without copying it. */
  static LogitMap of(Shape shape, float[] logits) {
    ImageSize size = new ImageSize((int) shape.get(2), (int) shape.get(1));
    return new LogitMap(size, (int) shape.get(3), logits);
  }

  /** Size of the map, not of the image. */
  ImageSize size() {
    return new ImageSize(width, height);
  }

  /** The array itself, not a copy, [height, width, C]. */
  float[] logits() {
    return logits;
  }

  /** C. */
  public int classes() {
    return classes;
  }

  /** A copy with left and right exchanged: the map of a mirrored image as one of the image. */
  public LogitMap flip() {
    float[] flipped = new float[logits.length];
    for (int i = 0; i < width * height; i++) {
      int opposite = i - i % width + width - 1 - i % width;
      System.arraycopy(logits, i * classes, flipped, opposite * classes, classes);
    }
    return new LogitMap(size(), classes, flipped);
  }

  /**
   * The log of the mean of the views' probabilities, upsampled bilinearly with aligned corners.
   *
   * @param views at least one, all of the same image and classes
   * @param image size of the image
   * @param window the part of the image
   * @return [window height, window width, C]
   */
  public static float[] logProbabilities(List<LogitMap> views, ImageSize image, Window window) {
    int classes = views.get(0).classes;
    double[][] ofViews = new double[views.size()][classes];
    float[] result = new float[window.width() * window.height() * classes];
    for (int i = 0; i < window.width() * window.height(); i++) {
      int x = window.x() + i % window.width();
      int y = window.y() + i / window.width();
      for (int v = 0; v < ofViews.length; v++) {
        views.get(v).sample(position(x, image.width()), position(y, image.height()), ofViews[v]);
        toLogProbabilities(ofViews[v]);
      }
      for (int c = 0; c < classes; c++) {
        result[i * classes + c] = (float) logMean(ofViews, c);
      }
    }
    return result;
  }

  /** Where a pixel lies between the first of a side, 0, and the last, 1. */
  private static double position(int i, int size) {
    return size == 1 ? 0 : (double) i / (size - 1);
  }

  private void sample(double x, double y, double[] values) {
    double column = x * (width - 1);
    double row = y * (height - 1);
    int left = (int) column;
    int top = (int) row;
    int right = Math.min(left + 1, width - 1);
    int bottom = Math.min(top + 1, height - 1);
    for (int c = 0; c < classes; c++) {
      double above = between(at(left, top, c), at(right, top, c), column - left);
      double below = between(at(left, bottom, c), at(right, bottom, c), column - left);
      values[c] = between(above, below, row - top);
    }
  }

  private float at(int x, int y, int c) {
    return logits[(y * width + x) * classes + c];
  }

  private static double between(double a, double b, double share) {
    return a + (b - a) * share;
  }

  private static void toLogProbabilities(double[] values) {
    int best = 0;
    for (int c = 1; c < values.length; c++) {
      best = values[c] > values[best] ? c : best;
    }
    double largest = values[best];
    double others = 0;
    for (int c = 0; c < values.length; c++) {
      others += c == best ? 0 : Math.exp(values[c] - largest);
    }
    double excess = Math.log1p(others);
    for (int c = 0; c < values.length; c++) {
      values[c] = values[c] - largest - excess;
    }
  }

  private static double logMean(double[][] ofViews, int c) {
    double largest = Double.NEGATIVE_INFINITY;
    for (double[] view : ofViews) {
      largest = Math.max(largest, view[c]);
    }
    if (ofViews.length == 1) {
      return largest;
    }
    // Near 1 from the distances to 1, elsewhere relative to the largest.
    boolean nearOne = largest > -0.5;
    double mean = 0;
    for (double[] view : ofViews) {
      mean += (nearOne ? Math.expm1(view[c]) : Math.exp(view[c] - largest)) / ofViews.length;
    }
    return nearOne ? Math.log1p(mean) : largest + Math.log(mean);
  }
}
