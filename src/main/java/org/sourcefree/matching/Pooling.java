package org.sourcefree.matching;

/** How class vectors of single images become one. */
public enum Pooling {
  /** The mean over all selected pixels of all images. */
  EXACT,

  /**
   * As the authors' code: the running count is updated before it weighs the vector so far, (P·(n +
   * m) + v·m)/(n + 2m), n pixels before an image, m of it.
   */
  RUNNING
}
