package org.sourcefree.watch;

import java.nio.file.Path;

/** What the networks of a run are called, everywhere. */
public final class NetworkNames {
  /** The model that the config names. */
  public static final String SOURCE_ONLY = "source only";

  /** The same with batch norm's running averages re-estimated on target images. */
  public static final String TARGET_STATISTICS = "target statistics";

  /** The network after the last step. */
  public static final String ADAPTED = "adapted";

  private NetworkNames() {}

  /**
   * The network at the end of a round.
   *
   * @param round counted from 1
   */
  public static String round(long round) {
    return "round " + round;
  }

  /** The network after so many steps. */
  public static String step(long taken) {
    return "step " + taken;
  }

  /** A network's folder in a run folder. */
  static Path folder(Path run, String name) {
    return run.resolve(name.replace(' ', '_'));
  }
}
