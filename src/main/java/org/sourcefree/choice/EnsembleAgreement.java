package org.sourcefree.choice;

import java.util.ArrayList;
import java.util.List;

/**
 * Mean IoU of a candidate's labels with those of the mean of all candidates' p: what several
 * networks agree on is right more often than any one of them.
 */
final class EnsembleAgreement {
  private EnsembleAgreement() {}

  /** A score for each candidate, 0 to 1. */
  static List<Double> scores(List<Candidate> candidates) {
    List<SampledPredictions> all = candidates.stream().map(Candidate::predictions).toList();
    SampledPredictions mean = mean(all);
    return all.stream().map(each -> meanIou(each, mean)).toList();
  }

  private static SampledPredictions mean(List<SampledPredictions> all) {
    SampledPredictions first = all.get(0);
    List<float[]> means = new ArrayList<>();
    for (int n = 0; n < first.images().size(); n++) {
      float[] sum = new float[first.images().get(n).length];
      for (SampledPredictions each : all) {
        float[] p = each.images().get(n);
        for (int i = 0; i < sum.length; i++) {
          sum[i] += p[i] / all.size();
        }
      }
      means.add(sum);
    }
    return new SampledPredictions(first.classes(), means);
  }

  /** Over the classes that either has. */
  private static double meanIou(SampledPredictions one, SampledPredictions other) {
    long[] both = new long[one.classes()];
    long[] either = new long[one.classes()];
    for (int n = 0; n < one.images().size(); n++) {
      int[] labels = one.labels(n);
      int[] others = other.labels(n);
      for (int i = 0; i < labels.length; i++) {
        if (labels[i] == others[i]) {
          both[labels[i]]++;
          either[labels[i]]++;
        } else {
          either[labels[i]]++;
          either[others[i]]++;
        }
      }
    }
    double sum = 0;
    int classes = 0;
    for (int c = 0; c < both.length; c++) {
      if (either[c] > 0) {
        sum += (double) both[c] / either[c];
        classes++;
      }
    }
    return classes == 0 ? 0 : sum / classes;
  }
}
