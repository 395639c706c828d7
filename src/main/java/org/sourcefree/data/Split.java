package org.sourcefree.data;

import java.util.Locale;

/** Which part of a dataset. */
public enum Split {
  /** Training images. */
  TRAIN,
  /** Validation images: evaluation only. */
  VAL,
  /** Test images, whose labels are not public. */
  TEST;

  /** The name of its folder: train, val or test. */
  public String folder() {
    return name().toLowerCase(Locale.ROOT);
  }
}
