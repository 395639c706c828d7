package org.sourcefree.run;

/** What a run's networks are called wherever they are shown. */
public final class NetworkNames {
  /** The model as it came. */
  public static final String SOURCE_ONLY = "source only";

  /** The same with batch norm's running averages of target images, not trained. */
  public static final String TARGET_STATISTICS = "target statistics";

  /** What an adaptation made of it. */
  public static final String ADAPTED = "adapted";

  /** What a pretraining made of random weights. */
  public static final String PRETRAINED = "pretrained";

  private NetworkNames() {}
}
