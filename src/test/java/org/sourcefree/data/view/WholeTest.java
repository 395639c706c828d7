package org.sourcefree.data.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sourcefree.image.ImageSize;
import org.sourcefree.image.LabelMap;
import org.sourcefree.image.Resize;
import org.sourcefree.image.RgbImage;
import org.sourcefree.testing.Npy;

class WholeTest {
  private static final ImageScale CLAN =
      new ImageScale(List.of(0.8, 1.0, 1.1), List.of(0.3, 0.4, 0.3));

  /** Gives one number whenever it is asked, and says what was asked. */
  private record Always(double number, List<String> asked) implements RandomGenerator {
    @Override
    public double nextDouble() {
      asked.add("double");
      return number;
    }

    @Override
    public long nextLong() {
      throw new UnsupportedOperationException();
    }
  }

  private static LabeledImage labeled(int width, int height) {
    byte[] pixels = new byte[3 * width * height];
    new SplittableRandom(3).nextBytes(pixels);
    byte[] ids = new byte[width * height];
    new SplittableRandom(4).nextBytes(ids);
    return new LabeledImage(new RgbImage(width, height, pixels), new LabelMap(width, height, ids));
  }

  @Test
  void resizesAllOfTheImageAsPillowAndLabelsNearest() {
    String golden = "golden/augmentation/";
    RgbImage image = new RgbImage(256, 128, Npy.read(golden + "image_rgb_hwc.npy").bytes());
    LabelMap labels = new LabelMap(256, 128, Npy.read(golden + "label.npy").bytes());
    Always random = new Always(0, new ArrayList<>());

    SeenImage seen = new Whole(128, 64).apply(new LabeledImage(image, labels), random);

    assertThat(seen.image().pixels())
        .isEqualTo(Npy.read(golden + "test_half_pil_rgb_hwc.npy").bytes());
    assertThat(seen.labels().ids()).isEqualTo(Resize.nearest(labels, 128, 64).ids());
    assertThat(random.asked()).isEmpty();
  }

  @Test
  void takesAnotherShapeThanTheImages() {
    SeenImage seen = new Whole(7, 11).apply(labeled(20, 10), new SplittableRandom(1));

    assertThat(seen.image().size()).isEqualTo(new ImageSize(7, 11));
    assertThat(seen.labels().size()).isEqualTo(new ImageSize(7, 11));
  }

  @Test
  void mirrorsHalfOfTheImagesWithTheirLabels() {
    LabeledImage labeled = labeled(12, 8);
    Whole plain = new Whole(6, 4);
    Whole mirroring = new Whole(6, 4, Optional.of(true), Optional.empty(), Optional.empty());
    SeenImage straight = plain.apply(labeled, new SplittableRandom(0));
    int mirrored = 0;
    for (int seed = 0; seed < 400; seed++) {
      SeenImage seen = mirroring.apply(labeled, new SplittableRandom(seed));
      boolean flipped = !Arrays.equals(seen.image().pixels(), straight.image().pixels());
      SeenImage expected =
          flipped
              ? new SeenImage(straight.image().flip(), straight.labels().flip(), seen.place())
              : straight;
      assertThat(seen.image().pixels()).isEqualTo(expected.image().pixels());
      assertThat(seen.labels().ids()).isEqualTo(expected.labels().ids());
      assertThat(seen.place().orElseThrow().mirrored()).isEqualTo(flipped);
      mirrored += flipped ? 1 : 0;
    }
    assertThat(mirrored).isBetween(150, 250);
  }

  @ParameterizedTest
  @CsvSource({"0, 102, 51", "0.29, 102, 51", "0.31, 128, 64", "0.69, 128, 64", "0.71, 140, 70"})
  void scalesTheImageAloneRoundedDown(double drawn, int width, int height) {
    LabeledImage labeled = labeled(200, 90);
    Whole view = new Whole(128, 64, Optional.empty(), Optional.of(CLAN), Optional.empty());

    SeenImage seen = view.apply(labeled, new Always(drawn, new ArrayList<>()));

    assertThat(seen.image().pixels())
        .isEqualTo(Resize.bicubic(labeled.image(), width, height).pixels());
    assertThat(seen.labels().ids()).isEqualTo(Resize.nearest(labeled.labels(), 128, 64).ids());
    assertThat(view.size()).isEqualTo(new ImageSize(128, 64));
    assertThat(view.largest()).isEqualTo(new ImageSize(140, 70));
    assertThat(view.scalesImagesAlone()).isTrue();
  }

  @Test
  void drawsOneScaleForAllImagesOfABatch() {
    Whole view = new Whole(40, 20, Optional.of(true), Optional.of(CLAN), Optional.empty());
    Map<Integer, Integer> widths = new HashMap<>();
    for (int batch = 0; batch < 1000; batch++) {
      TrainingView ofBatch = view.ofBatch(new SplittableRandom(batch));
      int width = ofBatch.apply(labeled(8, 8).image(), new SplittableRandom(1)).width();
      for (int image = 2; image < 5; image++) {
        Always random = new Always(0.99, new ArrayList<>());
        assertThat(ofBatch.apply(labeled(8, 8).image(), random).width()).isEqualTo(width);
        assertThat(random.asked()).containsExactly("double");
      }
      widths.merge(width, 1, Integer::sum);
    }
    assertThat(widths).containsOnlyKeys(32, 40, 44);
    assertThat(widths.get(32)).isBetween(250, 350);
    assertThat(widths.get(44)).isBetween(250, 350);
  }

  @Test
  void sameDrawsWithAndWithoutLabels() {
    Whole view = new Whole(9, 5, Optional.of(true), Optional.of(CLAN), Optional.empty());
    for (int seed = 0; seed < 20; seed++) {
      assertThat(view.apply(labeled(8, 8).image(), new SplittableRandom(seed)).pixels())
          .isEqualTo(view.apply(labeled(8, 8), new SplittableRandom(seed)).image().pixels());
    }
  }

  @Test
  void namesTheWrongComponent() {
    assertRefused(() -> new Whole(0, 5), "width must be from 1 to 10000, got 0");
    assertRefused(() -> new Whole(5, 10_001), "height must be from 1 to 10000, got 10001");
    assertRefused(() -> new ImageScale(List.of(), List.of()), "values");
    assertRefused(() -> new ImageScale(List.of(0.0), List.of(1.0)), "values");
    assertRefused(() -> new ImageScale(List.of(1.0, 2.0), List.of(1.0)), "shares");
    assertRefused(() -> new ImageScale(List.of(1.0, 2.0), List.of(0.5, 0.4)), "shares");
    assertRefused(() -> new ImageScale(List.of(1.0, 2.0), List.of(1.5, -0.5)), "shares");
    assertRefused(() -> new Whole(5000, 5000).checkBatch(29), "batch_size");
  }

  private static void assertRefused(Runnable code, String start) {
    assertThatThrownBy(code::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(start);
  }
}
