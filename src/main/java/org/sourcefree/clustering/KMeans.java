package org.sourcefree.clustering;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * k-means by Lloyd's steps from given centres, by squared Euclidean distance, until no vector
 * changes its centre or 100 steps were made. Of equally near centres the first counts.
 */
public final class KMeans {
  private static final int MOST_STEPS = 100;

  /** What becomes of a centre that no vector is nearest to. */
  public enum Empty {
    /** It becomes the zero vector. */
    ZERO,
    /** It stays where it is. */
    KEPT
  }

  private KMeans() {}

  /**
   * The centres.
   *
   * @param vectors at least one, all of the same length
   * @param initial centres to start at, which stay as they are
   * @return as many as initial
   */
  public static float[][] centres(List<float[]> vectors, List<float[]> initial, Empty empty) {
    float[][] centres = initial.stream().map(float[]::clone).toArray(float[][]::new);
    int[] assigned = new int[vectors.size()];
    Arrays.fill(assigned, -1);
    for (int step = 0; step < MOST_STEPS; step++) {
      int[] nearest = new int[vectors.size()];
      Arrays.parallelSetAll(nearest, i -> nearest(vectors.get(i), centres));
      if (Arrays.equals(nearest, assigned)) {
        return centres;
      }
      assigned = nearest;
      for (int k = 0; k < centres.length; k++) {
        float[] none = empty == Empty.KEPT ? centres[k] : new float[centres[k].length];
        centres[k] = mean(vectors, assigned, k, none);
      }
    }
    return centres;
  }

  /**
   * Centres to start at: k-means++ (Arthur and Vassilvitskii, SODA 2007). The first is any vector,
   * each further one a vector drawn in proportion to the square of its distance from the nearest
   * centre so far; where all distances are zero, any.
   *
   * @param vectors at least one
   */
  public static List<float[]> spread(List<float[]> vectors, int count, SplittableRandom random) {
    float[][] centres = new float[count][];
    double[] distances = new double[vectors.size()];
    Arrays.fill(distances, 1);
    for (int k = 0; k < count; k++) {
      float[] centre = vectors.get(drawn(distances, random)).clone();
      centres[k] = centre;
      boolean first = k == 0;
      for (int i = 0; i < distances.length; i++) {
        double distance = distance(vectors.get(i), centre);
        distances[i] = first ? distance : Math.min(distances[i], distance);
      }
    }
    return List.of(centres);
  }

  /** A place, in proportion to its weight. */
  private static int drawn(double[] weights, SplittableRandom random) {
    double sum = Arrays.stream(weights).sum();
    if (sum == 0) {
      return random.nextInt(weights.length);
    }
    double left = random.nextDouble() * sum;
    int last = 0;
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] > 0) {
        last = i;
        left -= weights[i];
        if (left < 0) {
          return i;
        }
      }
    }
    return last;
  }

  private static int nearest(float[] vector, float[][] centres) {
    int nearest = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int k = 0; k < centres.length; k++) {
      double distance = distance(vector, centres[k]);
      if (distance < least) {
        least = distance;
        nearest = k;
      }
    }
    return nearest;
  }

  private static double distance(float[] vector, float[] centre) {
    double distance = 0;
    for (int i = 0; i < vector.length; i++) {
      double difference = (double) vector[i] - centre[i];
      distance += difference * difference;
    }
    return distance;
  }

  /** Of the vectors assigned to k, or what stands for the mean of none. */
  private static float[] mean(List<float[]> vectors, int[] assigned, int k, float[] none) {
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
    if (count == 0) {
      return none;
    }
    float[] mean = new float[sum.length];
    for (int j = 0; j < sum.length; j++) {
      mean[j] = (float) (sum[j] / count);
    }
    return mean;
  }
}
