package org.sourcefree.evaluation;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sourcefree.Progress;
import org.sourcefree.data.ClassSet;
import org.sourcefree.data.Dataset;
import org.sourcefree.data.Pool;
import org.sourcefree.data.Prefetcher;
import org.sourcefree.data.Sample;
import org.sourcefree.data.ViewReader;
import org.sourcefree.data.view.LabeledImage;
import org.sourcefree.model.ModelSession;
import org.sourcefree.network.Inference;
import org.sourcefree.network.TestTimeAugmentation;

/** Measures a model on a labelled dataset. */
public final class Evaluator {
  private final Dataset dataset;
  private final ViewReader views;
  private final TestTimeAugmentation augmentation;
  private final Progress progress;
  private boolean usable = true;
  private @Nullable ModelSession measured;
  private @Nullable TrueClassRanks ranks;

  /** Measures with one view of each image. */
  public Evaluator(Dataset dataset, ViewReader views, Progress progress) {
    this(dataset, views, TestTimeAugmentation.NONE, progress);
  }

  /** Measures with an augmentation's views of each image. */
  public Evaluator(
      Dataset dataset, ViewReader views, TestTimeAugmentation augmentation, Progress progress) {
    this.dataset = dataset;
    this.views = views;
    this.augmentation = augmentation;
    this.progress = progress;
  }

  /**
   * Reads every image and label once, so that a fault shows before hours of training.
   *
   * @throws InvalidInputException if one cannot be read or does not fit
   */
  public void requireReadable(ClassSet classes) {
    List<Sample> samples = dataset.samples();
    try (Progress.Task task = progress.start("checking labels", samples.size(), 0);
        Prefetcher<LabeledImage> images =
            new Prefetcher<>(0, samples.size(), i -> dataset.load(samples.get((int) i), classes))) {
      for (long done = 1; images.hasNext(); done++) {
        images.next();
        task.advance(done, "");
      }
    }
  }

  /**
   * IoU of every class and their mean, percent, confusion and ranks.
   *
   * @throws InvalidInputException if an image or label does not fit, or no pixel is labelled
   */
  public Measurement measure(ModelSession model) {
    return measure(model, Pool.ONE);
  }

  /** The same by several together, of whom each has the result of all. */
  public Measurement measure(ModelSession model, Pool pool) {
    if (ranks == null || measured != model) {
      ranks = ranks(model, model.inference(augmentation));
      measured = model;
    }
    return measure(model, ranks, pool);
  }

  /**
   * The same for a run that needs no measurement. The first label that cannot be used is reported,
   * and nothing is measured from then on.
   */
  public Optional<Measurement> measureIfPossible(ModelSession model, Pool pool) {
    if (!usable) {
      return Optional.empty();
    }
    try {
      return Optional.of(measure(model, pool));
    } catch (UnusableLabelsException e) {
      usable = false;
      progress.say(
          "the run needs no labels and continues, but is not measured:  " + e.getMessage());
      return Optional.empty();
    }
  }

  /** Whether every label could be used so far. */
  public boolean isUsable() {
    return usable;
  }

  private static TrueClassRanks ranks(ModelSession model, Inference inference) {
    int classes = model.model().classes().size();
    return new TrueClassRanks(model.graph(), model.session(), inference, classes);
  }

  private Measurement measure(ModelSession model, TrueClassRanks predictions, Pool pool) {
    EvaluationPass pass = new EvaluationPass(dataset, views, model.model().classes());
    try (Progress.Task task = progress.start("evaluating", pass.size(pool), 0)) {
      return pass.run(predictions, pool, done -> task.advance(done, ""));
    }
  }
}
