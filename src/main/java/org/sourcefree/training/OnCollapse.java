package org.sourcefree.training;

/**
 * What a run does when a class that was predicted at one pixel in a thousand or more before the
 * first step has lost nine tenths of that.
 */
public enum OnCollapse {
  /** It says so and goes on. */
  WARN,

  /** It takes no further step; the network is measured and handed over as it is. */
  STOP,

  /** It takes no further step and goes back to the last look at which no class had vanished. */
  RESTORE
}
