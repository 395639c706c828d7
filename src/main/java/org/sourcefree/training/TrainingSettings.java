package org.sourcefree.training;

import org.sourcefree.network.BatchNorm;
import org.sourcefree.objective.Objective;
import org.sourcefree.optimizer.Sgd;

/**
 * What a gradient step does: which statistics normalise, what is minimised and how.
 *
 * @param lossScaling whether the loss is scaled, as float16 needs, see {@link
 *     org.sourcefree.optimizer.LossScale}
 */
public record TrainingSettings(
    BatchNorm batchNorm, Objective objective, Sgd optimizer, boolean lossScaling) {

  /** A step without loss scaling. */
  public TrainingSettings(BatchNorm batchNorm, Objective objective, Sgd optimizer) {
    this(batchNorm, objective, optimizer, false);
  }
}
