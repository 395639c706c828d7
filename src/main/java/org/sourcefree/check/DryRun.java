package org.sourcefree.check;

import java.util.LinkedHashMap;
import java.util.Map;
import org.sourcefree.data.Batch;
import org.sourcefree.data.MadeUp;
import org.sourcefree.data.Share;
import org.sourcefree.experiment.TrainingConfig;
import org.sourcefree.image.RgbImage;
import org.sourcefree.machine.Machine;
import org.sourcefree.model.ModelSession;
import org.sourcefree.network.Predictor;
import org.sourcefree.training.Step;
import org.sourcefree.training.Streams;

/**
 * A few gradient steps and predictions on made-up images of a config's sizes, with its model. A
 * step on one image of half the crop's side comes first: what memory that takes, times the pixels,
 * says whether the whole step fits this machine.
 */
final class DryRun {
  private static final int TIMED = 2;
  private static final double RATE = 1e-9;
  private static final int TRIED_FIRST = 128;

  private final TrainingConfig work;
  private final long available;
  private final Share share;

  /**
   * Prepares it.
   *
   * @param available memory for this process, bytes
   * @param share what it takes of every batch
   */
  DryRun(TrainingConfig work, long available, Share share) {
    this.work = work;
    this.available = available;
    this.share = share;
  }

  /**
   * What was measured.
   *
   * @param step seconds; 0 if there is none, or the machine's memory does not do for it
   * @param prediction seconds for an image of the evaluation view's size
   * @param memory the largest resident size of this process, bytes, or where a step was not taken
   *     what it would need; 0 where the system does not say
   * @param fits whether the step was taken, or there is none
   */
  record Measured(Range step, Range prediction, long memory, boolean fits) {}

  /** The shortest and the longest of several times, seconds. */
  record Range(double least, double most) {
    static final Range NONE = new Range(0, 0);

    double middle() {
      return (least + most) / 2;
    }
  }

  /** Measures on a session whose variables have values; they are changed. */
  Measured run(ModelSession session) {
    if (work.step().isEmpty()) {
      Range prediction = predictions(session.predictor());
      return new Measured(Range.NONE, prediction, Machine.peakMemory(), true);
    }
    Step step = session.step(work.step().orElseThrow(), work.seed());
    Map<String, Streams.Size> sizes = Streams.sizes(work.sizes(), share);
    long expected =
        sizes.values().stream().anyMatch(DryRun::isSmall) ? 0 : expected(session, step, sizes);
    // Only now: what predictions take would hide what the small step takes.
    Range prediction = predictions(session.predictor());
    if (expected > available) {
      return new Measured(Range.NONE, prediction, expected, false);
    }
    Range seconds = time(() -> step(session, step, sizes));
    return new Measured(seconds, prediction, Machine.peakMemory(), true);
  }

  private static boolean isSmall(Streams.Size size) {
    return Math.min(size.each().width(), size.each().height()) < TRIED_FIRST;
  }

  private long expected(ModelSession session, Step step, Map<String, Streams.Size> sizes) {
    Map<String, Streams.Size> least = new LinkedHashMap<>();
    sizes.forEach((stream, size) -> least.put(stream, size.least()));
    long before = Machine.peakMemory();
    step(session, step, least);
    int parts = work.training().parts();
    Map<String, Streams.Size> atOnce = Streams.sizes(sizes, new Share(parts - 1, parts));
    return before + (long) (pixels(atOnce) / pixels(least) * (Machine.peakMemory() - before));
  }

  private static double pixels(Map<String, Streams.Size> sizes) {
    return sizes.values().stream().mapToLong(Streams.Size::pixels).sum();
  }

  private Object step(ModelSession session, Step step, Map<String, Streams.Size> sizes) {
    int classes = session.model().classes().size();
    Map<String, Batch> batches = Streams.madeUp(sizes, classes, work.seed());
    return step.run(session.session(), batches, 0, RATE);
  }

  private Range predictions(Predictor predictor) {
    int width = work.data().evaluationView().width();
    int height = work.data().evaluationView().height();
    RgbImage image = MadeUp.image(width, height, work.seed());
    return time(() -> predictor.labels(image, width, height));
  }

  /** Times the work after it was done once. */
  private static Range time(Runnable repeated) {
    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    for (int i = 0; i <= TIMED; i++) {
      long started = System.nanoTime();
      repeated.run();
      double seconds = (System.nanoTime() - started) / 1e9;
      if (i > 0) {
        least = Math.min(least, seconds);
        most = Math.max(most, seconds);
      }
    }
    return new Range(least, most);
  }
}
