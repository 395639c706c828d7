package org.sourcefree.scenes;

import java.util.Optional;
import org.sourcefree.data.Seeds;

/**
 * Every setting of a generated pair of domains. Each image's own seed follows from (seed, domain,
 * split, index), so a larger count leaves the earlier images as they were.
 *
 * @param seed of the whole pair
 * @param width of every image, pixels, at least 32
 * @param height of every image, pixels, at least 32
 * @param sourceTrain labelled training images of the source domain
 * @param sourceVal labelled validation images of the source domain
 * @param targetTrain training images of the target domain, whose labels adaptation never opens
 * @param targetVal labelled validation images of the target domain
 * @param sourceLayout how the source domain lies on disk; GTA5's layout if left out
 * @param source how the source domain looks
 * @param target how the target domain looks
 */
public record ScenePair(
    long seed,
    int width,
    int height,
    int sourceTrain,
    int sourceVal,
    int targetTrain,
    int targetVal,
    Optional<SourceLayout> sourceLayout,
    Appearance source,
    Appearance target) {

  /** Checks sizes and counts. */
  public ScenePair {
    check("width", width, 32, 4096);
    check("height", height, 32, 4096);
    check("source_train", sourceTrain, 0, 99_999);
    check("source_val", sourceVal, 0, 99_999);
    check("target_train", targetTrain, 0, 99_999);
    check("target_val", targetVal, 0, 99_999);
  }

  /** How the images of the split look. */
  public Appearance domain(SceneSet split) {
    return split.isSource() ? source : target;
  }

  /** How many images the split has. */
  public int count(SceneSet split) {
    return switch (split) {
      case SOURCE_TRAIN -> sourceTrain;
      case SOURCE_VAL -> sourceVal;
      case TARGET_TRAIN -> targetTrain;
      case TARGET_VAL -> targetVal;
    };
  }

  /**
   * Generates one image of a split.
   *
   * @param index from 1; also beyond the number of images that are written
   */
  public Scene paint(SceneSet split, int index) {
    return new ScenePainter(domain(split), width, height).paint(imageSeed(split, index));
  }

  /** Seed of one image. */
  private long imageSeed(SceneSet split, int index) {
    return Seeds.mix(Seeds.mix(seed, split.number()), index);
  }

  private static void check(String key, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s must be from %d to %d, got %d".formatted(key, least, most, value));
    }
  }
}
