package org.sourcefree.choice;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * p of a network at a grid of positions of several images; at most about two thousand an image, so
 * that many networks can be kept and compared.
 */
public final class SampledPredictions {
  private static final int MOST_POSITIONS = 2048;
  private static final int MOST_VALUES = 100_000_000;

  private final int classes;
  private final List<float[]> images;

  /**
   * Wraps the arrays.
   *
   * @param classes C
   * @param images [positions, C] each, row by row, every position's sum 1
   */
  public SampledPredictions(int classes, List<float[]> images) {
    this.classes = classes;
    this.images = List.copyOf(images);
  }

  /**
   * Softmax at a grid of positions of one image.
   *
   * @param logits row-major, [height, width, C]
   * @return [positions, C]
   */
  public static float[] softmax(float[] logits, int height, int width, int classes) {
    int stride = (int) Math.ceil(Math.sqrt((double) height * width / MOST_POSITIONS));
    int across = (width + stride - 1) / stride;
    int down = (height + stride - 1) / stride;
    float[] sampled = new float[across * down * classes];
    for (int i = 0; i < across * down; i++) {
      int from = classes * (i / across * stride * width + i % across * stride);
      softmax(logits, from, sampled, i * classes, classes);
    }
    return sampled;
  }

  private static void softmax(float[] logits, int from, float[] p, int to, int classes) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < classes; c++) {
      largest = Math.max(largest, logits[from + c]);
    }
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      sum += StrictMath.exp(logits[from + c] - largest);
    }
    for (int c = 0; c < classes; c++) {
      p[to + c] = (float) (StrictMath.exp(logits[from + c] - largest) / sum);
    }
  }

  int classes() {
    return classes;
  }

  List<float[]> images() {
    return images;
  }

  /** The most probable class of each position of an image. */
  int[] labels(int image) {
    float[] p = images.get(image);
    int[] labels = new int[p.length / classes];
    for (int i = 0; i < labels.length; i++) {
      int best = 0;
      for (int c = 1; c < classes; c++) {
        if (p[i * classes + c] > p[i * classes + best]) {
          best = c;
        }
      }
      labels[i] = best;
    }
    return labels;
  }

  double agreementWith(SampledPredictions other) {
    long same = 0;
    long all = 0;
    for (int n = 0; n < images.size(); n++) {
      int[] mine = labels(n);
      int[] others = other.labels(n);
      for (int i = 0; i < mine.length; i++) {
        same += mine[i] == others[i] ? 1 : 0;
      }
      all += mine.length;
    }
    return all == 0 ? 1 : (double) same / all;
  }

  /** Writes them; {@link #read} reads the same again. */
  public void write(OutputStream stream) throws IOException {
    DataOutputStream out = new DataOutputStream(stream);
    out.writeInt(classes);
    out.writeInt(images.size());
    for (float[] image : images) {
      out.writeInt(image.length);
      for (float value : image) {
        out.writeFloat(value);
      }
    }
    out.flush();
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException if it ends early or its sizes cannot be
   */
  public static SampledPredictions read(InputStream stream) throws IOException {
    DataInputStream in = new DataInputStream(stream);
    int classes = in.readInt();
    int count = in.readInt();
    List<float[]> images = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      int length = in.readInt();
      if (classes < 1 || length < 0 || length > MOST_VALUES || length % classes != 0) {
        throw new IOException("the sizes of sampled predictions cannot be");
      }
      float[] values = new float[length];
      for (int i = 0; i < length; i++) {
        values[i] = in.readFloat();
      }
      images.add(values);
    }
    return new SampledPredictions(classes, images);
  }
}
