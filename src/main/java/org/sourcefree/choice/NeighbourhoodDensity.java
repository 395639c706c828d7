package org.sourcefree.choice;

/**
 * How many neighbours a pixel has: entropy of the similarities between a pixel's p and those of the
 * other pixels of its image, nats, mean over all. Saito et al., Tune It the Right Way: Unsupervised
 * Validation of Domain Adaptation via Soft Neighborhood Density, ICCV 2021, Eq. (1) and (2): cosine
 * similarities at temperature 0.05.
 */
final class NeighbourhoodDensity {
  private static final double TEMPERATURE = 0.05;

  private NeighbourhoodDensity() {}

  /** The score of a network, nats. */
  static double score(SampledPredictions predictions) {
    int classes = predictions.classes();
    double sum = 0;
    long positions = 0;
    for (float[] image : predictions.images()) {
      float[] directions = normalised(image, classes);
      int count = image.length / classes;
      for (int i = 0; i < count; i++) {
        sum += entropy(directions, i, count, classes);
      }
      positions += count;
    }
    return sum / positions;
  }

  private static float[] normalised(float[] image, int classes) {
    float[] directions = new float[image.length];
    for (int from = 0; from < image.length; from += classes) {
      double squares = 0;
      for (int c = from; c < from + classes; c++) {
        squares += (double) image[c] * image[c];
      }
      for (int c = from; c < from + classes; c++) {
        directions[c] = (float) (image[c] / Math.sqrt(squares));
      }
    }
    return directions;
  }

  /** Of the softmax over all others of the similarities; −Σ q log q = log Z − Σ q s. */
  private static double entropy(float[] directions, int pixel, int count, int classes) {
    double total = 0;
    double weighted = 0;
    for (int other = 0; other < count; other++) {
      if (other != pixel) {
        float cosine = 0;
        for (int c = 0; c < classes; c++) {
          cosine += directions[pixel * classes + c] * directions[other * classes + c];
        }
        // The largest similarity is 1 / T; taken off, so that nothing overflows.
        double similarity = (cosine - 1) / TEMPERATURE;
        double weight = StrictMath.exp(similarity);
        total += weight;
        weighted += weight * similarity;
      }
    }
    return total > 0 ? StrictMath.log(total) - weighted / total : 0;
  }
}
