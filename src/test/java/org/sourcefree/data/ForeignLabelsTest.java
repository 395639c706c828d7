package org.sourcefree.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sourcefree.InvalidInputException;
import org.sourcefree.data.view.LabeledImage;
import org.sourcefree.image.ImageSize;
import org.sourcefree.image.LabelMap;

/** Label files in GTA5's encoding that Pillow and netpbm wrote; their README says how. */
class ForeignLabelsTest {
  private static final ClassSet CLASSES = StandardClasses.CITYSCAPES_19.set();
  private static final Dataset GTA5 =
      new Gta5(Path.of("src/test/resources/org/sourcefree/data/gta5"));

  private static Sample sample(String name) {
    return GTA5.samples().stream().filter(any -> any.name().equals(name)).findFirst().orElseThrow();
  }

  /** Pixel (x, y) is {@code values[(x + 3y) mod n]}. */
  private static byte[] pattern(int width, int height, int... values) {
    byte[] pattern = new byte[width * height];
    for (int i = 0; i < pattern.length; i++) {
      pattern[i] = (byte) values[(i % width + 3 * (i / width)) % values.length];
    }
    return pattern;
  }

  @ParameterizedTest
  @ValueSource(strings = {"00001", "00002"})
  void readsEveryIdOfAnOddSizedPalette(String name) {
    LabelFile file = GTA5.labelFiles(sample(name)).get(0);
    int[] ids = IntStream.range(0, 34).toArray();
    byte[] trainIds = LabelEncoding.GTA5.trainIds(CLASSES);
    LabeledImage loaded = GTA5.load(sample(name), CLASSES);

    assertThat(file.values()).isEqualTo(LabelEncoding.GTA5);
    assertThat(file.ids().ids()).isEqualTo(pattern(37, 23, ids));
    assertThat(loaded.image().size()).isEqualTo(new ImageSize(37, 23));
    assertThat(loaded.labels().ids())
        .isEqualTo(pattern(37, 23, IntStream.of(ids).map(id -> trainIds[id]).toArray()));
    assertThat(loaded.labels().ids()).contains(0, 18, 255);
  }

  @Test
  void readsFourBitPalettes() {
    LabelMap labels = GTA5.label(sample("00003"), CLASSES);

    assertThat(labels.ids()).isEqualTo(pattern(19, 11, 255, 0, 1, 2, 3, 4));
  }

  @ParameterizedTest
  @CsvSource({"00004, 7, 5, 4", "00005, 13, 5, 2"})
  void readsTwoAndOneBitPalettes(String name, int width, int height, int ids) {
    LabelMap labels = GTA5.labelFiles(sample(name)).get(0).ids();

    assertThat(labels.size()).isEqualTo(new ImageSize(width, height));
    assertThat(labels.ids()).isEqualTo(pattern(width, height, IntStream.range(0, ids).toArray()));
  }

  @Test
  void namesTheUnknownId() {
    assertThatThrownBy(() -> GTA5.label(sample("00006"), CLASSES))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("00006.png must hold ids 0 to 34 or 255, got 40 at column 1, row 0");
  }
}
