package org.sourcefree.pseudolabel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sourcefree.data.crop.ViewPlace;
import org.sourcefree.image.ImageSize;
import org.sourcefree.image.LabelMap;
import org.sourcefree.image.Window;
import org.sourcefree.testing.Layouts;
import org.sourcefree.testing.Npy;
import org.sourcefree.testing.TestTensors;
import org.tensorflow.ndarray.Shape;

/** LRENT's soft labels from low-resolution logits, on the authors' vectors. */
class SoftLabelsTest {
  private static final double ALPHA = 0.25;
  private static final ImageSize IMAGE = new ImageSize(11, 7);
  private static final int CLASSES = 3;
  private static final float[] LOG_THRESHOLDS = {-0.5f, 0, -0.2f};

  @ParameterizedTest
  @ValueSource(strings = {"lrent_a", "lrent_b"})
  void distributionsAndLabelsMatchTheAuthorsCode(String name) {
    float[] expected = golden(name, "soft").floats();
    float[] probabilities = golden(name, "prob").floats();
    byte[] labels = golden(name, "label").ids();
    float[] logThresholds = golden(name, "threshold").floats();
    for (int c = 0; c < logThresholds.length; c++) {
      logThresholds[c] = (float) Math.log(logThresholds[c]);
    }
    int size = expected.length / 2;
    for (int image = 0; image < 2; image++) {
      float[] logs = logProbabilities(name, image);
      float[] soft = new SoftLabels(ALPHA).distributions(logs, logThresholds);
      byte[] hard = new SoftLabels(ALPHA).labels(logs, logThresholds);
      for (int i = 0; i < size; i++) {
        assertThat(Math.exp(logs[i])).isCloseTo(probabilities[image * size + i], within(1e-6));
        assertThat(soft[i]).isCloseTo(expected[image * size + i], within(2e-6f));
      }
      int start = image * hard.length;
      assertThat(hard).isEqualTo(Arrays.copyOfRange(labels, start, start + hard.length));
    }
  }

  /** Both views at full size, the second mirrored back. */
  private static float[] logProbabilities(String name, int image) {
    long[] s = golden(name, "prob").shape();
    ImageSize size = new ImageSize((int) s[2], (int) s[1]);
    List<LogitMap> views =
        List.of(map(golden(name, "logits"), image), map(golden(name, "logits_flip"), image).flip());
    return LogitMap.logProbabilities(views, size, new Window(0, 0, size.width(), size.height()));
  }

  private static LogitMap map(Npy logits, int image) {
    long[] s = logits.shape();
    int size = (int) (s[1] * s[2] * s[3]);
    float[] all = Layouts.nhwc(logits.floats(), s);
    return new LogitMap(
        new ImageSize((int) s[3], (int) s[2]),
        (int) s[1],
        Arrays.copyOfRange(all, image * size, (image + 1) * size));
  }

  @Test
  void aWindowOfTheUnresizedImageHoldsItsOwnDistributions() {
    List<LogitMap> views = List.of(views(1), views(2));
    Window window = new Window(2, 1, 5, 4);
    float[] expected =
        new SoftLabels(ALPHA)
            .distributions(LogitMap.logProbabilities(views, IMAGE, window), LOG_THRESHOLDS);
    assertThat(of(views, IMAGE, window, 1)).containsExactly(expected);
  }

  @Test
  void aWindowOfAResizedImageIsThatPartOfAllOfIt() {
    ImageSize resized = new ImageSize(17, 9);
    float[] all = of(List.of(views(1)), resized, new Window(0, 0, 17, 9), 1);
    Window window = new Window(6, 2, 7, 5);
    float[] part = of(List.of(views(1)), resized, window, 1);
    for (int i = 0; i < part.length; i++) {
      int pixel = i / CLASSES;
      int whole = (2 + pixel / 7) * 17 + 6 + pixel % 7;
      assertThat(part[i]).isEqualTo(all[whole * CLASSES + i % CLASSES]);
    }
  }

  @Test
  void aMirroredViewIsTheViewMirrored() {
    Window window = new Window(1, 2, 6, 4);
    ImageSize view = new ImageSize(9, 6);
    float[] plain = of(new ViewPlace(IMAGE, IMAGE, window, view, false));
    float[] mirrored = of(new ViewPlace(IMAGE, IMAGE, window, view, true));
    for (int i = 0; i < plain.length; i++) {
      int x = i / CLASSES % 9;
      assertThat(mirrored[i]).isEqualTo(plain[i + CLASSES * (8 - 2 * x)]);
    }
  }

  /** Twice the window's size is the part of an image resized to twice its own. */
  @Test
  void aWindowThatIsEnlargedIsThatPartOfTheEnlargedImage() {
    ImageSize twice = new ImageSize(22, 14);
    ImageSize view = new ImageSize(12, 8);
    assertThat(of(new ViewPlace(IMAGE, IMAGE, new Window(2, 1, 6, 4), view, false)))
        .containsExactly(of(new ViewPlace(IMAGE, twice, new Window(4, 2, 12, 8), view, false)));
  }

  @Test
  void resizedDistributionsStillSumToOne() {
    float[] soft = of(List.of(views(1)), new ImageSize(5, 23), new Window(0, 3, 5, 20), 2);
    for (int i = 0; i < soft.length; i += CLASSES) {
      assertThat(soft[i] + soft[i + 1] + soft[i + 2]).isCloseTo(1, within(1e-6f));
    }
  }

  @Test
  void aPixelWhoseLabelIsIgnoredHasNone() {
    assertThat(of(List.of(views(1)), IMAGE, new Window(0, 0, 11, 7), 255)).containsOnly(0);
  }

  @Test
  void saturatedPixelsAreStillTold() {
    float[] logs = {-1e-12f, -27, -3e-12f, -26};
    float[] logThresholds = {-2e-12f, 0};
    assertThat(new SoftLabels(1).labels(logs, logThresholds)).containsExactly(0, 0);
    assertThat(new SoftLabels(1).labels(new float[] {-0.7f, -0.7f}, new float[] {0, 0}))
        .containsExactly(-1);
  }

  @Test
  void refusesBadValues() {
    for (double value : new double[] {0, -1, 1.5, Double.NaN}) {
      assertThatThrownBy(() -> new SoftLabels(value))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("soft must be in (0, 1], got " + value);
    }
    Window window = new Window(1, 0, 11, 7);
    assertThatThrownBy(() -> new ViewPlace(IMAGE, IMAGE, window, IMAGE, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("11×7 at 1, 0");
  }

  private static LogitMap views(int seed) {
    return new LogitMap(
        new ImageSize(4, 3), CLASSES, TestTensors.normal(seed, Shape.of(3, 4, CLASSES), 2));
  }

  private static float[] of(List<LogitMap> views, ImageSize resized, Window window, int label) {
    return new SoftLabels(ALPHA)
        .of(
            views,
            LOG_THRESHOLDS,
            new ViewPlace(
                IMAGE, resized, window, new ImageSize(window.width(), window.height()), false),
            LabelMap.filled(window.width(), window.height(), label));
  }

  private static float[] of(ViewPlace place) {
    return new SoftLabels(ALPHA)
        .of(
            List.of(views(1)),
            LOG_THRESHOLDS,
            place,
            LabelMap.filled(place.view().width(), place.view().height(), 1));
  }

  private static Npy golden(String name, String array) {
    return Npy.read("golden/crst/" + name + "_" + array + ".npy");
  }
}
