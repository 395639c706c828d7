package org.sourcefree.experiment;

import java.util.List;
import java.util.Optional;
import org.sourcefree.data.ClassSet;
import org.sourcefree.data.Dataset;
import org.sourcefree.data.LabeledImage;
import org.sourcefree.data.Prefetcher;
import org.sourcefree.data.Sample;
import org.sourcefree.data.ViewReader;
import org.sourcefree.evaluation.EvaluationPass;
import org.sourcefree.evaluation.Measurement;
import org.sourcefree.evaluation.TrueClassRanks;
import org.sourcefree.evaluation.UnusableLabelsException;
import org.sourcefree.network.Augmentation;
import org.sourcefree.network.Inference;

/** Measures a model on a labelled dataset. */
final class Evaluator {
  private final Dataset dataset;
  private final ViewReader views;
  private final Progress progress;
  private boolean usable = true;

  Evaluator(Dataset dataset, ViewReader views, Progress progress) {
    this.dataset = dataset;
    this.views = views;
    this.progress = progress;
  }

  /**
   * Reads every image and label once, so that a fault shows before hours of training.
   *
   * @throws InvalidInputException if one cannot be read or does not fit
   */
  void requireReadable(ClassSet classes) {
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
  Measurement measure(ModelSession model) {
    return measure(model, model.trueClassRanks());
  }

  /**
   * The same for a run that needs no measurement; once a label could not be used, which is said,
   * nothing more is measured.
   */
  Optional<Measurement> measureIfPossible(ModelSession model) {
    if (!usable) {
      return Optional.empty();
    }
    try {
      return Optional.of(measure(model));
    } catch (UnusableLabelsException e) {
      usable = false;
      progress.say(
          "the run goes on, as it needs no labels, but is not measured: " + e.getMessage());
      return Optional.empty();
    }
  }

  /** Whether every label could be used so far. */
  boolean isUsable() {
    return usable;
  }

  /** The same with test-time augmentation. */
  Measurement measure(ModelSession model, Augmentation augmentation) {
    if (augmentation.equals(Augmentation.NONE)) {
      return measure(model);
    }
    Inference inference = model.inference(augmentation);
    int classes = model.model().classes().size();
    return measure(model, new TrueClassRanks(model.graph(), model.session(), inference, classes));
  }

  private Measurement measure(ModelSession model, TrueClassRanks predictions) {
    EvaluationPass pass = new EvaluationPass(dataset, views, model.model().classes());
    try (Progress.Task task = progress.start("evaluating", pass.size(), 0)) {
      return pass.run(predictions, done -> task.advance(done, ""));
    }
  }
}
