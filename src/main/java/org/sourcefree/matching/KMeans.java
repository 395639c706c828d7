package org.sourcefree.matching;

import java.util.Arrays;
import java.util.List;

/**
 * k-means by Lloyd's steps from given vectors, by squared Euclidean distance, until no vector
 * changes its centre or 100 steps were made. Of equally near centres the first counts; a centre
 * that no vector is nearest to becomes the zero vector.
 */
final class KMeans {
  private static final int MOST_STEPS = 100;

  private KMeans() {}

  /**
   * The centres.
   *
   * @param vectors at least one, all of the same length
   * @param initial which vectors the centres start at
   * @return as many as initial
   */
  static float[][] centres(List<float[]> vectors, int[] initial) {
    float[][] centres = new float[initial.length][];
    for (int k = 0; k < initial.length; k++) {
      centres[k] = vectors.get(initial[k]).clone();
    }
    int[] assigned = new int[vectors.size()];
    Arrays.fill(assigned, -1);
    for (int step = 0; step < MOST_STEPS; step++) {
      boolean changed = false;
      for (int i = 0; i < assigned.length; i++) {
        int nearest = nearest(vectors.get(i), centres);
        changed |= nearest != assigned[i];
        assigned[i] = nearest;
      }
      if (!changed) {
        return centres;
      }
      for (int k = 0; k < centres.length; k++) {
        centres[k] = mean(vectors, assigned, k);
      }
    }
    return centres;
  }

  private static int nearest(float[] vector, float[][] centres) {
    int nearest = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int k = 0; k < centres.length; k++) {
      double distance = 0;
      for (int i = 0; i < vector.length; i++) {
        double difference = (double) vector[i] - centres[k][i];
        distance += difference * difference;
      }
      if (distance < least) {
        least = distance;
        nearest = k;
      }
    }
    return nearest;
  }

  private static float[] mean(List<float[]> vectors, int[] assigned, int k) {
    double[] sum = new double[vectors.get(0).length];
    int count = 0;
    for (int i = 0; i < assigned.length; i++) {
      if (assigned[i] == k) {
        count++;
        for (int j = 0; j < sum.length; j++) {
          sum[j] += vectors.get(i)[j];
        }
      }
    }
    float[] mean = new float[sum.length];
    for (int j = 0; j < sum.length && count > 0; j++) {
      mean[j] = (float) (sum[j] / count);
    }
    return mean;
  }
}
