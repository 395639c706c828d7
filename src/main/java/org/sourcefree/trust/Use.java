package org.sourcefree.trust;

/** What a model is opened for. */
public enum Use {
  /** Predictions. */
  PREDICTION,
  /** Predictions and gradient steps. */
  TRAINING
}
