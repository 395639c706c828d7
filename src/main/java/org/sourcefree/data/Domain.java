package org.sourcefree.data;

/** Which side of an adaptation task. */
public enum Domain {
  /** The labelled domain a network is pretrained on. */
  SOURCE,
  /** The domain it is adapted to and evaluated on. */
  TARGET
}
