package org.sourcefree.training;

import org.sourcefree.network.BatchNorm;
import org.sourcefree.objective.Objective;
import org.sourcefree.optimizer.Sgd;

/** What a gradient step does: which statistics normalise, what is minimised and how. */
public record TrainingSettings(BatchNorm batchNorm, Objective objective, Sgd optimizer) {}
