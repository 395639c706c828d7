package org.sourcefree.matching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sourcefree.image.ImageSize;
import org.sourcefree.image.LabelMap;
import org.sourcefree.pseudolabel.LogitMap;
import org.sourcefree.testing.Npy;

/** Class vectors of the target, on the authors' vectors and by hand. */
class ClassPoolTest {

  @ParameterizedTest
  @ValueSource(strings = {"pool_a", "pool_b", "pool_c"})
  void theExactMeanIsThatOfAllSelectedPixels(String name) {
    ClassVectors vectors = vectors(name, Pooling.EXACT);
    assertMatches(vectors, CcmGolden.read(name, "pool_exact").doubles());
  }

  @ParameterizedTest
  @ValueSource(strings = {"pool_a", "pool_b", "pool_c"})
  void theRunningVectorsAndCountsAreTheAuthorsCodes(String name) {
    ClassVectors vectors = vectors(name, Pooling.RUNNING);
    float[] golden = CcmGolden.read(name, "pool_code").floats();
    double[] expected = new double[golden.length];
    for (int i = 0; i < golden.length; i++) {
      expected[i] = golden[i];
    }
    assertMatches(vectors, expected);
    float[] counts = CcmGolden.read(name, "count_code").floats();
    for (int c = 0; c < counts.length; c++) {
      assertThat((float) vectors.counts().get(c)).isEqualTo(counts[c]);
    }
  }

  @Test
  void theLogitsAreHalvedBeforeTheSoftmax() {
    ClassPool pool = new ClassPool(2, 2, Pooling.EXACT);
    float[] logits = {(float) Math.log(9), 0, 5, 5};
    LabelMap labels = new LabelMap(2, 1, new byte[] {0, -1});
    pool.add(pool.share(new LogitMap(new ImageSize(2, 1), 2, logits), labels));
    ClassVectors vectors = pool.vectors();
    assertThat(vectors.of(0)[0]).isCloseTo(0.75, within(1e-6));
    assertThat(vectors.counts()).containsExactly(1L, 0L);
    assertThat(vectors.has(1)).isFalse();
    assertThat(vectors.of(1)).containsOnly(0);
  }

  @Test
  void refusesVectorsOfAnotherLength() {
    assertThatThrownBy(() -> new ClassVectors(List.of(List.of(1.0)), List.of(1L, 1L)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2×2");
  }

  private static ClassVectors vectors(String name, Pooling pooling) {
    Npy logits = CcmGolden.read(name, "logits");
    byte[] selected = CcmGolden.read(name, "selected").bytes();
    int classes = (int) logits.shape()[1];
    int width = (int) logits.shape()[3];
    int height = (int) logits.shape()[2];
    ClassPool pool = new ClassPool(classes, 2, pooling);
    for (int i = 0; i < logits.shape()[0]; i++) {
      byte[] ids = predicted(logits, i);
      for (int p = 0; p < ids.length; p++) {
        ids[p] = selected[i * ids.length + p] == 1 ? ids[p] : (byte) 255;
      }
      LabelMap labels = new LabelMap(width, height, ids);
      pool.add(pool.share(CcmGolden.logits(logits, i), labels));
    }
    return pool.vectors();
  }

  private static byte[] predicted(Npy logits, int image) {
    float[] all = logits.floats();
    int classes = (int) logits.shape()[1];
    int pixels = (int) (logits.shape()[2] * logits.shape()[3]);
    byte[] ids = new byte[pixels];
    for (int p = 0; p < pixels; p++) {
      for (int c = 1; c < classes; c++) {
        int start = image * classes * pixels + p;
        ids[p] = all[start + c * pixels] > all[start + ids[p] * pixels] ? (byte) c : ids[p];
      }
    }
    return ids;
  }

  /** NaN stands for a class that was never selected. */
  private static void assertMatches(ClassVectors vectors, double[] expected) {
    int classes = vectors.counts().size();
    for (int c = 0; c < classes; c++) {
      for (int j = 0; j < classes; j++) {
        double value = expected[c * classes + j];
        if (Double.isNaN(value)) {
          assertThat(vectors.has(c)).as("class %d", c).isFalse();
        } else {
          assertThat(vectors.of(c)[j]).as("class %d", c).isCloseTo(value, within(1e-6));
        }
      }
    }
  }
}
