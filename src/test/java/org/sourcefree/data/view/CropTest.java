package org.sourcefree.data.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sourcefree.data.EvaluationView;
import org.sourcefree.data.crop.ChoiceScale;
import org.sourcefree.data.crop.UniformScale;
import org.sourcefree.image.LabelMap;
import org.sourcefree.image.RgbImage;
import org.sourcefree.testing.Npy;

class CropTest {
  private static final String GOLDEN = "golden/augmentation/";
  private static final List<Double> SCALES = List.of(0.5, 0.75, 1.0, 1.25, 1.5);

  /** Gives the draws that the golden vectors were recorded with, and records what was asked. */
  private record Recorded(double scale, boolean flip, List<String> asked)
      implements RandomGenerator {

    @Override
    public int nextInt(int bound) {
      if (asked.isEmpty()) {
        asked.add("choice");
        return SCALES.indexOf(scale);
      }
      asked.add("randint 0 " + (bound - 1));
      return (bound - 1) / 3;
    }

    @Override
    public double nextDouble() {
      asked.add("random");
      return flip ? 0.1 : 0.9;
    }

    @Override
    public long nextLong() {
      throw new UnsupportedOperationException();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "train_scale0p5_flip0, 0.5, false, choice;randint 0 45;random",
    "train_scale1p0_flip0, 1.0, false, choice;randint 0 105;randint 0 15;random",
    "train_scale1p25_flip1, 1.25, true, choice;randint 0 150;randint 0 37;random",
    "train_scale1p5_flip0, 1.5, false, choice;randint 0 195;randint 0 60;random"
  })
  void replaysTheReferenceCode(String name, double scale, boolean flip, String draws) {
    RgbImage image = new RgbImage(256, 128, Npy.read(GOLDEN + "image_rgb_hwc.npy").bytes());
    LabelMap labels = new LabelMap(256, 128, Npy.read(GOLDEN + "label.npy").bytes());
    TrainingView view = new Crop(90, new ChoiceScale(SCALES), 75);
    Recorded random = new Recorded(scale, flip, new ArrayList<>());

    SeenImage seen = view.apply(new LabeledImage(image, labels), random);

    assertThat(random.asked).containsExactly(draws.split(";", -1));
    assertThat(seen.labels().ids()).isEqualTo(Npy.read(GOLDEN + name + "_label.npy").bytes());
    assertThat(seen.image().pixels())
        .isEqualTo(Npy.read(GOLDEN + name + "_pil_rgb_hwc.npy").bytes());
  }

  @Test
  void drawsTheRowWhereTheImageIsHigh() {
    Recorded random = new Recorded(0.5, false, new ArrayList<>());
    RgbImage image = new RgbImage(40, 100, new byte[3 * 40 * 100]);

    RgbImage seen = new Crop(60, new ChoiceScale(SCALES), 33).apply(image, random);

    // 30×75 pixels, whose largest square is 30.
    assertThat(random.asked).containsExactly("choice", "randint 0 45", "random");
    assertThat(seen.width()).isEqualTo(33);
    assertThat(seen.height()).isEqualTo(33);
  }

  @Test
  void sameDrawsWithAndWithoutLabels() {
    byte[] pixels = new byte[3 * 23 * 17];
    new SplittableRandom(3).nextBytes(pixels);
    RgbImage image = new RgbImage(23, 17, pixels);
    TrainingView view = new Crop(16, new UniformScale(0.5, 1.5), 12);

    RgbImage alone = view.apply(image, new SplittableRandom(5));
    SeenImage both =
        view.apply(new LabeledImage(image, LabelMap.filled(23, 17, 4)), new SplittableRandom(5));

    assertThat(alone.pixels()).isEqualTo(both.image().pixels());
    assertThat(both.labels().ids()).hasSize(144).containsOnly(4);
  }

  @Test
  void scalesStayInTheirRange() {
    RandomGenerator random = new SplittableRandom(1);
    for (int i = 0; i < 100; i++) {
      assertThat(new UniformScale(0.5, 1.5).draw(random)).isBetween(0.5, 1.5);
      assertThat(SCALES).contains(new ChoiceScale(SCALES).draw(random));
    }
  }

  @Test
  void copesWithImagesOfOnePixel() {
    RgbImage pixel = new RgbImage(1, 3, new byte[9]);

    RgbImage seen =
        new Crop(1, new UniformScale(0.5, 0.5), 4).apply(pixel, new SplittableRandom(0));

    assertThat(seen.width()).isEqualTo(4);
  }

  @Test
  void evaluationSeesTheWholeImageResized() {
    RgbImage image = new RgbImage(256, 128, Npy.read(GOLDEN + "image_rgb_hwc.npy").bytes());

    assertThat(new EvaluationView(128, 64).apply(image).pixels())
        .isEqualTo(Npy.read(GOLDEN + "test_half_pil_rgb_hwc.npy").bytes());
  }

  @Test
  void namesTheWrongComponent() {
    ChoiceScale one = new ChoiceScale(List.of(1.0));
    assertRefused(() -> new Crop(0, one, 5), "short_side");
    assertRefused(() -> new Crop(5, one, 0), "crop must be positive, got 0");
    assertRefused(() -> new UniformScale(0, 1), "min");
    assertRefused(() -> new UniformScale(1, 0.5), "max");
    assertRefused(() -> new ChoiceScale(List.of()), "values");
    assertRefused(() -> new ChoiceScale(List.of(1.0, Double.NaN)), "values");
    assertRefused(() -> new EvaluationView(0, 1), "width");
    assertRefused(() -> new EvaluationView(1, 0), "height");
  }

  private static void assertRefused(Runnable code, String start) {
    assertThatThrownBy(code::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(start);
  }
}
