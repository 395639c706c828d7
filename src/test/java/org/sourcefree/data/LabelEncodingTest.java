package org.sourcefree.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sourcefree.InvalidInputException;
import org.sourcefree.image.LabelMap;

class LabelEncodingTest {
  private static final ClassSet CITYSCAPES_19 = StandardClasses.CITYSCAPES_19.set();
  private static final ClassSet SYNTHIA_16 = StandardClasses.SYNTHIA_16.set();

  /** The ids of train ids 0, 1, 2, …; everything else is ignored. */
  private static byte[] table(int... ids) {
    byte[] table = new byte[256];
    Arrays.fill(table, (byte) 255);
    for (int trainId = 0; trainId < ids.length; trainId++) {
      table[ids[trainId]] = (byte) trainId;
    }
    return table;
  }

  @Test
  void mapsCityscapesLabelIds() {
    assertThat(LabelEncoding.CITYSCAPES.trainIds(CITYSCAPES_19))
        .isEqualTo(table(7, 8, 11, 12, 13, 17, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 31, 32, 33));
    assertThat(LabelEncoding.CITYSCAPES.trainIds(SYNTHIA_16))
        .isEqualTo(table(7, 8, 11, 12, 13, 17, 19, 20, 21, 23, 24, 25, 26, 28, 32, 33));
  }

  @Test
  void mapsSynthiaIds() {
    assertThat(LabelEncoding.SYNTHIA.trainIds(CITYSCAPES_19))
        .isEqualTo(table(3, 4, 2, 21, 5, 7, 15, 9, 6, 16, 1, 10, 17, 8, 18, 19, 20, 12, 11));
    assertThat(LabelEncoding.SYNTHIA.trainIds(SYNTHIA_16))
        .isEqualTo(table(3, 4, 2, 21, 5, 7, 15, 9, 6, 1, 10, 17, 8, 19, 12, 11));
  }

  @Test
  void mapsTrainIdsByName() {
    assertThat(LabelEncoding.TRAIN_IDS.trainIds(CITYSCAPES_19))
        .isEqualTo(table(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18));
    assertThat(LabelEncoding.TRAIN_IDS.trainIds(SYNTHIA_16))
        .isEqualTo(table(0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 15, 17, 18));
    assertThat(
            LabelEncoding.TRAIN_IDS.trainIds(
                new ClassSet(List.of("bicycle", "road"), List.of(1, 2))))
        .isEqualTo(table(18, 0));
  }

  @Test
  void namesAnUnknownClass() {
    ClassSet classes = new ClassSet(List.of("road", "bycicle"), List.of(1, 2));

    assertThatThrownBy(() -> LabelEncoding.CITYSCAPES.trainIds(classes))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("\"bycicle\"")
        .hasMessageContaining("bicycle");
  }

  @Test
  void namesAnUnknownIdAndItsPlace() {
    LabelMap labels = new LabelMap(2, 3, new byte[] {0, 7, 33, -1, 8, (byte) 200});

    assertThatThrownBy(
            () -> LabelEncoding.CITYSCAPES.toTrainIds(labels, CITYSCAPES_19, Path.of("x.png")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("label x.png must hold ids 0 to 33 or 255, got 200 at column 1, row 2");
    assertThatThrownBy(
            () -> LabelEncoding.TRAIN_IDS.toTrainIds(labels, CITYSCAPES_19, Path.of("x.png")))
        .hasMessageContaining("got 33 at column 0, row 1");
  }

  @Test
  void ignoresTheOtherKnownIds() {
    LabelMap labels = new LabelMap(5, 1, new byte[] {0, 7, 29, -1, 33});

    assertThat(LabelEncoding.CITYSCAPES.toTrainIds(labels, CITYSCAPES_19, Path.of("x.png")).ids())
        .containsExactly(-1, 0, -1, -1, 18);
  }

  @Test
  void namesEveryIdItKnowsAndNoOther() {
    assertThat(LabelEncoding.CITYSCAPES.meaning(33)).contains("bicycle");
    assertThat(LabelEncoding.CITYSCAPES.meaning(14)).contains("guard rail");
    assertThat(LabelEncoding.SYNTHIA.meaning(3)).contains("road");
    assertThat(LabelEncoding.SYNTHIA.meaning(22)).contains("lane marking");
    assertThat(LabelEncoding.TRAIN_IDS.meaning(0)).contains("road");
    for (LabelEncoding encoding : LabelEncoding.values()) {
      for (int id = 0; id < 256; id++) {
        assertThat(encoding.meaning(id).isPresent()).isEqualTo(encoding.knows(id));
      }
    }
  }
}
