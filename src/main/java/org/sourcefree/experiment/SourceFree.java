package org.sourcefree.experiment;

import org.sourcefree.data.Labels;
import org.sourcefree.data.TrainingData;
import org.sourcefree.run.RunEvents;
import org.sourcefree.training.TrainingPlan;

/** Every round labels the target images anew; their predictions are watched meanwhile. */
record SourceFree(
    TrainingData data,
    TrainingPlan rounds,
    PseudoLabeller labeller,
    CollapseWatch watch,
    TargetPictures pictures)
    implements Supervision {

  /** Adds what it computes to the model's graph. */
  static SourceFree of(Adaptation config, RunParts parts, RunEvents events) {
    return new SourceFree(
        parts.data(),
        config.training(),
        new PseudoLabeller(config, parts),
        new CollapseWatch(parts),
        new TargetPictures(parts.model(), parts.samples(), parts.views(), events));
  }

  @Override
  public void restore() {
    watch.restore();
  }

  @Override
  public TrainingData dataOf(int round, long taken) {
    Labels labels = labeller.label(round, taken, data.samples());
    long first = rounds.firstStepOf(round);
    if (first >= taken) {
      pictures.pseudoLabels(first, labels);
    }
    return data.with(labels);
  }

  @Override
  public void look(long taken) {
    if (watch.lookIfDue(taken, rounds)) {
      pictures.predictionsIfDue(taken, rounds);
    }
  }
}
