package org.sourcefree.experiment;

import java.util.List;
import org.sourcefree.InvalidInputException;
import org.sourcefree.data.ClassSet;
import org.sourcefree.data.Dataset;
import org.sourcefree.data.LabeledImage;
import org.sourcefree.data.Prefetcher;
import org.sourcefree.data.Sample;
import org.sourcefree.data.ViewReader;
import org.sourcefree.evaluation.EvaluationPass;
import org.sourcefree.evaluation.Measurement;
import org.sourcefree.evaluation.TrueClassRanks;
import org.sourcefree.network.Augmentation;
import org.sourcefree.network.Inference;

/** Measures a model on a labelled dataset. */
final class Evaluator {
  private final Dataset dataset;
  private final ViewReader views;
  private final Progress progress;

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
