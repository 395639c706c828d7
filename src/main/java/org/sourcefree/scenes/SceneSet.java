package org.sourcefree.scenes;

/** The four sets of images of a pair. */
public enum SceneSet {
  /** Source images to train on. */
  SOURCE_TRAIN(0),
  /** Source images to validate on. */
  SOURCE_VAL(1),
  /** Target images to adapt on. */
  TARGET_TRAIN(2),
  /** Target images to validate on. */
  TARGET_VAL(3);

  private final int number;

  SceneSet(int number) {
    this.number = number;
  }

  /** Part of the seed of every image of the split. */
  int number() {
    return number;
  }

  /** Whether the images belong to the source domain. */
  public boolean isSource() {
    return this == SOURCE_TRAIN || this == SOURCE_VAL;
  }
}
