package org.sourcefree.scenes;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sourcefree.scenes.Appearance.Cast;
import org.sourcefree.scenes.Appearance.Light;
import org.sourcefree.scenes.Appearance.Objects;
import org.sourcefree.scenes.Appearance.Sensor;
import org.sourcefree.scenes.Appearance.Surfaces;
import org.sourcefree.scenes.Appearance.View;

class AppearanceTest {

  @Test
  void refusesBadKnobsByName() {
    refused(() -> new Surfaces(1.5, 1), "surfaces.colour_drift must be from 0.0 to 1.0, got 1.5");
    refused(() -> new Surfaces(0, -1), "surfaces.texture_contrast");
    refused(() -> new View(0, 0, 60), "view.height");
    refused(() -> new View(1.4, 60, 60), "view.pitch");
    refused(() -> new View(1.4, 0, 180), "view.field_of_view");
    refused(() -> new Light(2, new Cast(1, 1, 1), 1, 1, 1, 0, 0), "light.haze");
    refused(() -> new Light(0, new Cast(1, 1, 1), 1, 1, Double.NaN, 0, 0), "light.gamma");
    refused(() -> new Cast(1, 0, 1), "light.cast.green");
    refused(() -> new Sensor(0, 99), "sensor.noise");
    refused(() -> new Sensor(-1, 0), "sensor.blur");
    refused(() -> new Objects(1, 1, 1, -2, 1, 1), "objects.two_wheelers");
  }

  @Test
  void refusesBadSizesAndCountsByName() {
    Appearance plain = Pairs.PLAIN;
    refused(() -> new ScenePair(1, 16, 64, 1, 1, 1, 1, Optional.empty(), plain, plain), "width");
    refused(
        () -> new ScenePair(1, 64, 64, 1, -1, 1, 1, Optional.empty(), plain, plain), "source_val");
  }

  private static void refused(Runnable making, String message) {
    assertThatThrownBy(making::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
