package org.sourcefree.matching;

import java.util.Arrays;
import org.sourcefree.image.LabelMap;
import org.sourcefree.pseudolabel.LogitMap;

/**
 * How like its class's vector P a labelled pixel's prediction p is: the largest Σ P·(log(P + ε) −
 * log(p + ε)) of the whole image minus its own, ε = 1e-30.
 */
public final class Likeness {
  private static final double NOTHING = 1e-30;

  private final LabelMap labels;
  private final double[][] vectors;
  private final double[] negativeEntropies;
  private final double[] largest;
  private final int[] wanted;

  /**
   * Prepares an image.
   *
   * @param vectors of the target's classes
   * @param labels of the image, train ids
   */
  public Likeness(ClassVectors vectors, LabelMap labels) {
    int classes = vectors.counts().size();
    this.labels = labels;
    this.vectors = new double[classes][];
    negativeEntropies = new double[classes];
    largest = new double[classes];
    boolean[] present = new boolean[256];
    for (byte id : labels.ids()) {
      present[Byte.toUnsignedInt(id)] = true;
    }
    int[] found = new int[classes];
    int count = 0;
    for (int c = 0; c < classes; c++) {
      this.vectors[c] = vectors.of(c);
      largest[c] = Double.NEGATIVE_INFINITY;
      for (double p : this.vectors[c]) {
        negativeEntropies[c] += p * Math.log(p + NOTHING);
      }
      if (present[c] && vectors.has(c)) {
        found[count++] = c;
      }
    }
    wanted = Arrays.copyOf(found, count);
  }

  /** The likeness of every pixel; 0 where it has no label or its class no vector. */
  public float[] of(LogitMap logits) {
    double[] own = new double[labels.ids().length];
    double[] logs = new double[logits.classes()];
    new MapRows(logits, labels.size())
        .forEach(
            (pixel, logProbabilities, at) -> {
              for (int j = 0; j < logs.length; j++) {
                logs[j] = withNothing(logProbabilities[at + j]);
              }
              own[pixel] = divergence(Byte.toUnsignedInt(labels.ids()[pixel]), logs);
            });
    float[] likeness = new float[own.length];
    for (int i = 0; i < own.length; i++) {
      int c = Byte.toUnsignedInt(labels.ids()[i]);
      likeness[i] = Arrays.binarySearch(wanted, c) >= 0 ? (float) (largest[c] - own[i]) : 0;
    }
    return likeness;
  }

  /** log(p + ε), where ε tells. */
  private static double withNothing(float log) {
    return log > -30 ? log : Math.log(Math.exp(log) + NOTHING);
  }

  /** A pixel's divergence from its own class's vector; those from the others are only seen. */
  private double divergence(int label, double[] logs) {
    double own = 0;
    for (int c : wanted) {
      double divergence = negativeEntropies[c];
      for (int j = 0; j < logs.length; j++) {
        divergence -= vectors[c][j] * logs[j];
      }
      largest[c] = Math.max(largest[c], divergence);
      own = c == label ? divergence : own;
    }
    return own;
  }
}
