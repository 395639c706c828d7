package org.sourcefree.data.photometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sourcefree.data.crop.UniformScale;
import org.sourcefree.data.view.Crop;
import org.sourcefree.data.view.TrainingView;
import org.sourcefree.image.RgbImage;
import org.sourcefree.testing.Npy;

class PhotometryTest {
  private static final String GOLDEN = "golden/photometry/";
  private static final int WIDTH = 64;
  private static final int HEIGHT = 48;

  private static final Map<String, BiFunction<RgbImage, Double, RgbImage>> CHANGES =
      Map.of(
          "brightness", Colours::brightness,
          "contrast", Colours::contrast,
          "saturation", Colours::saturation,
          "hue", Colours::hue,
          "gamma", Colours::gamma,
          "blur", GaussianBlur::apply);

  private static RgbImage image() {
    return new RgbImage(WIDTH, HEIGHT, Npy.read(GOLDEN + "image.npy").bytes());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "brightness_0.6",
        "brightness_1.7",
        "contrast_0.4",
        "contrast_1.6",
        "saturation_0.3",
        "saturation_1.8",
        "hue_-0.3",
        "hue_0.1",
        "gamma_0.5",
        "gamma_1.8",
        "blur_0.4",
        "blur_1.3",
        "blur_6.0",
        "blur_40.0"
      })
  void equalsPillowAndTorchvision(String name) {
    String[] parts = name.split("_", -1);
    RgbImage image = image();

    RgbImage changed = CHANGES.get(parts[0]).apply(image, Double.valueOf(parts[1]));

    assertThat(changed.pixels()).isEqualTo(Npy.read(GOLDEN + name + ".npy").bytes());
    assertThat(image.pixels()).isEqualTo(image().pixels());
  }

  @Test
  void nothingIsDrawnWhereNothingIsAsked() {
    TrainingView plain = new Crop(40, new UniformScale(0.8, 1.2), 24);
    Photometry never = all(new Jitter(0.4, 0.5, 0));
    TrainingView off = new Crop(40, new UniformScale(0.8, 1.2), 24, Optional.of(never));

    assertThat(off.apply(image(), new SplittableRandom(3)).pixels())
        .isEqualTo(plain.apply(image(), new SplittableRandom(3)).pixels());
  }

  @Test
  void theSameSeedGivesTheSameImage() {
    Photometry photometry = all(new Jitter(0.3, 0.5, 0.8));

    byte[] first = photometry.apply(image(), new SplittableRandom(5)).pixels();

    assertThat(photometry.apply(image(), new SplittableRandom(5)).pixels()).isEqualTo(first);
    assertThat(photometry.apply(image(), new SplittableRandom(6)).pixels()).isNotEqualTo(first);
  }

  @Test
  void noiseHasItsDeviation() {
    byte[] grey = new byte[3 * 200 * 200];
    Arrays.fill(grey, (byte) 128);

    byte[] noisy =
        NormalNoise.apply(new RgbImage(200, 200, grey), 8, new SplittableRandom(1)).pixels();

    double sum = 0;
    double squares = 0;
    for (byte each : noisy) {
      double difference = (each & 0xFF) - 128;
      sum += difference;
      squares += difference * difference;
    }
    assertThat(sum / noisy.length).isBetween(-0.1, 0.1);
    assertThat(Math.sqrt(squares / noisy.length)).isBetween(7.9, 8.1);
  }

  @Test
  void castGainsEveryColourForItself() {
    byte[] pixels = {100, 100, 100, (byte) 200, 0, 50};

    assertThat(Colours.gains(new RgbImage(2, 1, pixels), 1.5, 1, 0.5).pixels())
        .containsExactly((byte) 150, 100, 50, (byte) 255, 0, 25);
  }

  @ParameterizedTest
  @CsvSource({
    "0.5, 0.4, 1, max must be at least min",
    "0.5, 0.6, 1.5, probability must be 0 to 1",
    "NaN, 0.6, 1, min must be finite",
    "0.1, 0.6, 1, hue must lie within -0.5 to 0.5"
  })
  void rangesAreChecked(double min, double max, double probability, String message) {
    assertThatThrownBy(() -> all(new Jitter(min, max, probability)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  private static Photometry all(Jitter jitter) {
    Optional<Jitter> each = Optional.of(jitter);
    return new Photometry(each, each, each, each, each, each, each, each);
  }
}
