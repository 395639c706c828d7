package org.sourcefree.pseudolabel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredScoresTest {
  @TempDir private Path folder;

  @Test
  void imagesAreReadInAnyOrder() {
    try (StoredScores stored = new StoredScores(folder.resolve("scores.tmp"))) {
      stored.add(pixels(3, 0.5f));
      stored.add(pixels(7, -2));
      assertSame(stored, 1, pixels(7, -2));
      assertSame(stored, 0, pixels(3, 0.5f));
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void anImageThatFindsNoRoomIsLeftOutAndASmallerOneIsNot() {
    try (StoredScores stored = new StoredScores(folder.resolve("scores.tmp"), 5 * 10)) {
      stored.add(pixels(6, 1));
      stored.add(pixels(5, 2));
      stored.add(pixels(4, 3));
      assertThat(stored.has(1)).isFalse();
      assertSame(stored, 0, pixels(6, 1));
      assertSame(stored, 2, pixels(4, 3));
    }
  }

  @Test
  void labelsLieAboveTheThresholdOfTheirClassOrOfTheirImage() {
    ScoredPixels pixels =
        new ScoredPixels(new byte[] {0, 1, 0, 1, (byte) 200}, new float[] {1, 1, 2, 2, 9});
    float[] ofClasses = new float[201];
    ofClasses[0] = 1;
    ofClasses[1] = 2;
    ofClasses[200] = Float.POSITIVE_INFINITY;
    assertThat(pixels.labels(ofClasses, Float.POSITIVE_INFINITY))
        .containsExactly(-1, -1, 0, -1, -1);
    assertThat(pixels.labels(ofClasses, 1)).containsExactly(-1, -1, 0, 1, (byte) 200);
  }

  private static ScoredPixels pixels(int count, float first) {
    byte[] classes = new byte[count];
    float[] scores = new float[count];
    for (int i = 0; i < count; i++) {
      classes[i] = (byte) (250 + i);
      scores[i] = first + i;
    }
    return new ScoredPixels(classes, scores);
  }

  private static void assertSame(StoredScores stored, int i, ScoredPixels expected) {
    assertThat(stored.has(i)).isTrue();
    ScoredPixels found = stored.of(i, expected.classes().length);
    assertThat(found.classes()).isEqualTo(expected.classes());
    assertThat(found.scores()).isEqualTo(expected.scores());
  }
}
