package org.sourcefree.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PngWriterTest {
  private final Path temporary;

  PngWriterTest(@TempDir Path temporary) {
    this.temporary = temporary;
  }

  @Test
  void keepsEveryColour() throws IOException {
    byte[] pixels = {(byte) 255, 0, 1, 2, (byte) 128, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    Path file = temporary.resolve("colour.png");
    PngWriter.writeRgb(file, new RgbImage(3, 2, pixels));
    BufferedImage read = ImageIO.read(file.toFile());
    assertThat(read.getRGB(0, 0)).isEqualTo(0xffff0001);
    assertThat(read.getRGB(1, 0)).isEqualTo(0xff028003);
    assertThat(read.getRGB(2, 1)).isEqualTo(0xff0d0e0f);
  }

  @Test
  void keepsGreyIdsAbove127() throws IOException {
    Path file = temporary.resolve("grey.png");
    PngWriter.writeGrey(file, new LabelMap(3, 1, new byte[] {0, 33, (byte) 255}));
    BufferedImage read = ImageIO.read(file.toFile());
    int[] ids = read.getRaster().getSamples(0, 0, 3, 1, 0, (int[]) null);
    assertThat(ids).containsExactly(0, 33, 255);
  }

  @Test
  void refusesAPaletteThatIsTooShort() {
    LabelMap labels = new LabelMap(1, 1, new byte[1]);
    assertThatThrownBy(() -> PngWriter.writePalette(temporary.resolve("p.png"), labels, new int[3]))
        .hasMessageContaining("256 colours, got 3");
  }
}
