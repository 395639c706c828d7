package org.sourcefree.torch;

/** Which of a DeepLab-V2 checkpoint's heads becomes the network's. */
public enum HeadChoice {
  /** The one on stage 4; with two there, the choice is asked for. */
  ON_STAGE_4,
  /** {@code layer5}. */
  LAYER5,
  /** {@code layer6}. */
  LAYER6,
  /**
   * Both in one, weights and biases added: the sum of two heads with the same dilations on one
   * input is such a head. CLAN's authors evaluate so.
   */
  SUM,
  /**
   * Both, each as a head of the network: the one on stage 4 is its own and one on stage 3 {@code
   * auxiliary}, which does not predict; with two on stage 4, {@code layer6} is {@code second},
   * whose scores are added wherever the network predicts.
   */
  BOTH,
  /** None: the head starts anew. */
  NEW
}
