package org.sourcefree.choice;

/**
 * Entropy of the mean p minus the mean entropy of p, nats: high where predictions are sure and yet
 * of many classes.
 */
final class MutualInformation {
  private MutualInformation() {}

  /** The score of a network, nats. */
  static double score(SampledPredictions predictions) {
    int classes = predictions.classes();
    double[] mean = new double[classes];
    double entropy = 0;
    long positions = 0;
    for (float[] image : predictions.images()) {
      for (int i = 0; i < image.length; i++) {
        mean[i % classes] += image[i];
        entropy += entropy(image[i]);
      }
      positions += image.length / classes;
    }
    double ofMean = 0;
    for (double sum : mean) {
      ofMean += entropy(sum / positions);
    }
    return ofMean - entropy / positions;
  }

  private static double entropy(double p) {
    return p > 0 ? -p * StrictMath.log(p) : 0;
  }
}
