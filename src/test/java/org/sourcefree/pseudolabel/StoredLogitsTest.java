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
      for (int i = 0; i < SHAPES.size(); i++) {
        try (TFloat32 logits = Tensors.floats(SHAPES.get(i), values(i))) {
          stored.add(logits, new ImageSize(100 + i, 50 + i));
        }
      }
      assertThat(stored.size()).isEqualTo(3);
      for (int i : new int[] {2, 0, 1, 0}) {
        assertThat(stored.imageSize(i)).isEqualTo(new ImageSize(100 + i, 50 + i));
        stored.with(
            i,
            logits -> {
              assertThat(logits.shape()).isEqualTo(SHAPES.get(i));
              assertThat(Tensors.array(logits)).isEqualTo(values(i));
            });
      }
    }
  }

  @Test
  void theFileGoesWithIt() {
    new StoredLogits(folder.resolve("logits.tmp")).close();
    assertThat(folder).isEmptyDirectory();
  }

  private static float[] values(int i) {
    return TestTensors.normal(i, SHAPES.get(i), 3);
  }
}
