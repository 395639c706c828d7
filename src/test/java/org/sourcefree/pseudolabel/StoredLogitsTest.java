package org.sourcefree.pseudolabel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.graph.Tensors;
import org.sourcefree.image.ImageSize;
import org.sourcefree.testing.TestTensors;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

class StoredLogitsTest {
  private static final List<Shape> SHAPES =
      List.of(Shape.of(1, 5, 7, 3), Shape.of(1, 1, 1, 3), Shape.of(1, 9, 2, 3));

  @TempDir private Path folder;

  @Test
  void logitsComeBackInAnyOrderWithTheirShapeAndImageSize() {
    try (StoredLogits stored = new StoredLogits(folder.resolve("logits.tmp"))) {
      add(stored);
      assertHolds(stored);
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void keptLogitsCanBeReadAgain() {
    Path file = folder.resolve("logits.bin");
    List<StoredLogits.Entry> entries;
    try (StoredLogits kept = StoredLogits.kept(file)) {
      add(kept);
      entries = kept.entries();
    }
    try (StoredLogits read = new StoredLogits(file, entries)) {
      assertHolds(read);
    }
    assertThat(file).isRegularFile();
  }

  private static void add(StoredLogits stored) {
    for (int i = 0; i < SHAPES.size(); i++) {
      stored.add(List.of(map(i), map(i).flip()), new ImageSize(100 + i, 50 + i));
    }
  }

  private static void assertHolds(StoredLogits stored) {
    assertThat(stored.size()).isEqualTo(3);
    for (int i : new int[] {2, 0, 1, 0}) {
      assertThat(stored.imageSize(i)).isEqualTo(new ImageSize(100 + i, 50 + i));
      assertThat(stored.maps(i).get(0).logits()).isEqualTo(values(i));
      assertThat(stored.maps(i).get(1).logits()).isEqualTo(map(i).flip().logits());
      List<TFloat32> logits = stored.tensors(i);
      assertThat(logits).hasSize(2);
      assertThat(logits.get(0).shape()).isEqualTo(SHAPES.get(i));
      assertThat(Tensors.array(logits.get(0))).isEqualTo(values(i));
      logits.forEach(TFloat32::close);
    }
  }

  @Test
  void theFileGoesWithIt() {
    new StoredLogits(folder.resolve("logits.tmp")).close();
    assertThat(folder).isEmptyDirectory();
  }

  private static LogitMap map(int i) {
    return LogitMap.of(SHAPES.get(i), values(i));
  }

  private static float[] values(int i) {
    return TestTensors.normal(i, SHAPES.get(i), 3);
  }
}
