package org.sourcefree.matching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sourcefree.image.ImageSize;
import org.sourcefree.image.LabelMap;
import org.sourcefree.pseudolabel.LogitMap;
import org.sourcefree.sourcedata.Similar;
import org.sourcefree.sourcedata.Similar.Unmatched;
import org.sourcefree.testing.GoldenMeta;

/** Which source pixels are kept, on the authors' vectors and by hand. */
class SimilarTest {

  @ParameterizedTest
  @ValueSource(strings = {"pixel_a", "pixel_b", "pixel_c", "pixel_d"})
  void likenessAndKeptPixelsMatchTheAuthorsCode(String name) {
    LogitMap logits = CcmGolden.logits(CcmGolden.read(name, "logits"), 0);
    LabelMap labels = CcmGolden.labels(CcmGolden.read(name, "label"), 0);
    ClassVectors vectors = vectors(CcmGolden.read(name, "pool").floats(), logits.classes());
    float[] likeness = new Likeness(vectors, labels).of(logits);
    float[] expected = CcmGolden.read(name, "similarity").floats();
    for (int i = 0; i < likeness.length; i++) {
      int c = Byte.toUnsignedInt(labels.ids()[i]);
      float own = c == 255 ? 0 : expected[c * likeness.length + i];
      assertThat(likeness[i]).as("pixel %d", i).isCloseTo(own, within(1e-5f));
    }
    double keep =
        GoldenMeta.read("ccm").get("cases").get(name).get("scalars").get("keep").asDouble();
    LabelMap kept = settings(keep, Unmatched.KEEP).filter(logits, labels, vectors);
    assertThat(kept.ids()).isEqualTo(CcmGolden.labels(CcmGolden.read(name, "kept"), 0).ids());
  }

  /** Prediction 0.9, 0.8, 0.7, 0.6 of class 0 against a vector (1, 0). */
  @Test
  void theLeastLikeAreDropped() {
    ClassVectors vectors =
        new ClassVectors(List.of(List.of(1.0, 0.0), List.of(0.0, 0.0)), List.of(3L, 0L));
    LabelMap labels = new LabelMap(5, 1, new byte[] {0, 0, 0, 0, 1});
    LogitMap logits = logits(0.9, 0.8, 0.7, 0.6, 0.5);
    assertThat(settings(0.5, Unmatched.KEEP).filter(logits, labels, vectors).ids())
        .containsExactly(0, 0, -1, -1, 1);
    assertThat(settings(1, Unmatched.DROP).filter(logits, labels, vectors).ids())
        .containsExactly(0, 0, 0, 0, -1);
  }

  @Test
  void theLeastLikePixelOfTheImageIsNeverKept() {
    ClassVectors vectors =
        new ClassVectors(List.of(List.of(1.0, 0.0), List.of(0.0, 0.0)), List.of(3L, 0L));
    LabelMap labels = LabelMap.filled(3, 1, 0);
    assertThat(settings(1, Unmatched.KEEP).filter(logits(0.9, 0.2, 0.5), labels, vectors).ids())
        .containsExactly(0, -1, 0);
  }

  @Test
  void refusesBadValues() {
    for (double value : new double[] {0, 1.1, Double.NaN}) {
      assertThatThrownBy(() -> settings(value, Unmatched.KEEP))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("keep must be in (0, 1], got " + value);
    }
    assertThatThrownBy(() -> new Similar(0.9, 0, Pooling.EXACT, Unmatched.KEEP))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("temperature must be positive, got 0.0");
  }

  private static Similar settings(double keep, Unmatched unmatched) {
    return new Similar(keep, 2, Pooling.EXACT, unmatched);
  }

  /** Two classes, of which the first has these probabilities. */
  private static LogitMap logits(double... probabilities) {
    float[] logits = new float[2 * probabilities.length];
    for (int i = 0; i < probabilities.length; i++) {
      logits[2 * i] = (float) Math.log(probabilities[i]);
      logits[2 * i + 1] = (float) Math.log(1 - probabilities[i]);
    }
    return new LogitMap(new ImageSize(probabilities.length, 1), 2, logits);
  }

  private static ClassVectors vectors(float[] pool, int classes) {
    List<List<Double>> means = new ArrayList<>();
    for (int c = 0; c < classes; c++) {
      int row = c * classes;
      means.add(IntStream.range(row, row + classes).mapToObj(i -> (double) pool[i]).toList());
    }
    return new ClassVectors(means, IntStream.range(0, classes).mapToObj(c -> 1L).toList());
  }
}
