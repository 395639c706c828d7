package org.sourcefree.scenes;

import java.util.Optional;
import org.sourcefree.scenes.Appearance.Cast;
import org.sourcefree.scenes.Appearance.Light;
import org.sourcefree.scenes.Appearance.Objects;
import org.sourcefree.scenes.Appearance.Sensor;
import org.sourcefree.scenes.Appearance.Surfaces;
import org.sourcefree.scenes.Appearance.View;

/** Small pairs to test with. */
public final class Pairs {
  static final Appearance PLAIN =
      new Appearance(
          new View(1.4, 1.5, 66),
          new Surfaces(0, 1),
          Light.neutral(),
          new Sensor(0, 0),
          new Objects(1.33, 1, 1, 1, 1, 1));

  static final Appearance SHIFTED =
      new Appearance(
          new View(1.25, 2, 60),
          new Surfaces(0.5, 0.75),
          new Light(0.35, new Cast(0.96, 1.02, 0.9), 0.65, 0.9, 1.35, 0, 0.4),
          new Sensor(0.6, 6),
          new Objects(1.33, 1, 1, 1, 1, 1));

  private Pairs() {}

  /** Few and small images. */
  public static ScenePair small(long seed) {
    return new ScenePair(seed, 128, 64, 3, 2, 2, 1, Optional.empty(), PLAIN, SHIFTED);
  }
}
