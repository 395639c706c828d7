package org.sourcefree.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.data.ImageGlobs;
import org.sourcefree.data.LabelColours;
import org.sourcefree.testing.TestImages;

class SampleFindingTest {
  @TempDir private Path folder;

  @Test
  void namesTheColoursAndThePlacesThatNoClassHas() {
    assertThat(reasons(0x000001, 0x010203, 0x010203, 0x020202))
        .containsExactly(
            "must hold colours #000000, got #010203 (2 px, first at x 1, y 0), #000001 (1 px, first at x 0, y 0), #020202 (1 px, first at x 0, y 1)");
    assertThat(reasons(0, 0)).isEmpty();
  }

  /** As on the soft edges of a picture that was made smaller. */
  @Test
  void ofManyColoursAFewAreNamed() {
    assertThat(reasons(1, 2, 3, 4, 5, 6, 7, 8, 9, 9))
        .singleElement()
        .asString()
        .startsWith("must hold colours #000000, got #000009 (2 px, first at x 2, y 2), #000001 ")
        .endsWith("#000004 (1 px, first at x 0, y 1) and 4 more");
  }

  /** Of a label three pixels wide that begins with these colours and is soil otherwise. */
  private List<String> reasons(int... colours) {
    BufferedImage image = new BufferedImage(3, 4, BufferedImage.TYPE_INT_RGB);
    TestImages.writePng(folder.resolve("i/a.png"), image);
    for (int i = 0; i < colours.length; i++) {
      image.setRGB(i % 3, i / 3, colours[i]);
    }
    TestImages.writePng(folder.resolve("l/a.png"), image);
    LabelColours soil =
        new LabelColours(Map.of("soil", List.of("#000000")), Optional.empty(), Optional.empty());
    ImageGlobs dataset =
        new ImageGlobs(folder, "i/*.png", Optional.of("l/*.png"), Optional.of(soil));
    return SampleFinding.of(dataset, dataset.samples().get(0), true, true).faults().stream()
        .map(DataFault::reason)
        .toList();
  }
}
