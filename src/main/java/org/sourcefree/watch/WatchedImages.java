package org.sourcefree.watch;

import java.util.ArrayList;
import java.util.List;
import org.sourcefree.choice.SampledPredictions;
import org.sourcefree.data.Prefetcher;
import org.sourcefree.data.Sample;
import org.sourcefree.data.ViewReader;
import org.sourcefree.evaluation.PredictionSummary;
import org.sourcefree.image.RgbImage;
import org.sourcefree.model.ModelSession;

/** Some of the images adapted to, evenly spread over them, and a model that is looked at. */
public final class WatchedImages {
  private static final int IMAGES = 16;

  private final PredictionSummary summary;
  private final List<Sample> samples;
  private final ViewReader views;
  private final int classes;

  /**
   * Adds what a look computes to the model's graph.
   *
   * @param target the images adapted to, at least one
   */
  public WatchedImages(ModelSession model, List<Sample> target, ViewReader views) {
    this.classes = model.model().classes().size();
    this.summary =
        new PredictionSummary(model.graph(), model.session(), model.inference(), classes);
    this.samples = Sample.spread(target, IMAGES);
    this.views = views;
  }

  /** Looks at the model as it is now. */
  public Look look() {
    long[] pixels = new long[classes];
    double entropy = 0;
    List<float[]> sampled = new ArrayList<>();
    try (Prefetcher<RgbImage> images =
        new Prefetcher<>(0, samples.size(), i -> views.read(samples.get((int) i)))) {
      while (images.hasNext()) {
        PredictionSummary.Seen seen = summary.of(images.next());
        for (int c = 0; c < classes; c++) {
          pixels[c] += seen.pixels().get(c);
        }
        entropy += seen.entropy();
        sampled.add(seen.sampled());
      }
    }
    return look(pixels, entropy, new SampledPredictions(classes, sampled));
  }

  private static Look look(long[] pixels, double entropy, SampledPredictions predictions) {
    long total = 0;
    for (long count : pixels) {
      total += count;
    }
    List<Double> shares = new ArrayList<>();
    for (long count : pixels) {
      shares.add((double) count / total);
    }
    return new Look(entropy / total, shares, predictions);
  }
}
