package org.sourcefree.experiment;

import org.sourcefree.data.Dataset;
import org.sourcefree.data.EvaluationView;
import org.sourcefree.evaluation.EvaluationPass;
import org.sourcefree.evaluation.Scores;

/** Measures a model on a labelled dataset. */
final class Evaluator {
  private final Dataset dataset;
  private final EvaluationView view;
  private final Progress progress;

  Evaluator(Dataset dataset, EvaluationView view, Progress progress) {
    this.dataset = dataset;
    this.view = view;
    this.progress = progress;
  }

  /** IoU of every class and their mean, percent. */
  Scores scores(ModelSession model) {
    EvaluationPass pass = new EvaluationPass(dataset, view, model.model().classes());
    try (Progress.Task task = progress.start("evaluating", pass.size(), 0)) {
      return Scores.of(
          pass.run(model.predictor(), done -> task.advance(done, "")),
          model.model().classes().names());
    }
  }
}
