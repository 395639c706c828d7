package org.sourcefree.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sourcefree.InvalidInputException;
import org.sourcefree.image.ImageFiles;
import org.sourcefree.image.ImageSize;
import org.sourcefree.image.LabelMap;

/** Label files in SYNTHIA's encoding that netpbm wrote; their README says how. */
class SynthiaLabelsTest {
  private static final Path ROOT = Path.of("src/test/resources/org/sourcefree/data/synthia");
  private static final ClassSet CLASSES = StandardClasses.SYNTHIA_16.set();
  private static final Dataset SYNTHIA = new Synthia(ROOT);

  private static Sample sample(String name) {
    return SYNTHIA.samples().stream()
        .filter(any -> any.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({"0000000, 41, 29", "0000001, 16, 8"})
  void takesTheClassFromTheFirstChannel(String name, int width, int height) {
    LabelMap expected = ImageFiles.readIds(ROOT.resolve("expected").resolve(name + ".png"));
    byte[] trainIds = LabelEncoding.SYNTHIA.trainIds(CLASSES);
    byte[] translated = new byte[expected.ids().length];
    for (int i = 0; i < translated.length; i++) {
      translated[i] = trainIds[expected.ids()[i]];
    }

    LabelMap labels = SYNTHIA.label(sample(name), CLASSES);

    assertThat(labels.size()).isEqualTo(new ImageSize(width, height));
    assertThat(labels.ids()).isEqualTo(translated);
    assertThat(SYNTHIA.labelFiles(sample(name)).get(0).ids().ids()).isEqualTo(expected.ids());
  }

  @Test
  void namesTheUnknownId() {
    assertThatThrownBy(() -> SYNTHIA.label(sample("0000002"), CLASSES))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(
            "0000002.png must hold ids 0 to 22 or 255, got 23 at column 1, row 0");
  }

  @Test
  void refusesEightBitColours() {
    assertThatThrownBy(() -> SYNTHIA.label(sample("0000003"), CLASSES))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("0000003.png");
  }
}
