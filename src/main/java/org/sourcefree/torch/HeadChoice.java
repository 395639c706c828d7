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
  /** None: the head starts anew. */
  NEW
}
