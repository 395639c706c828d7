package org.sourcefree.image;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sourcefree.InvalidInputException;

/** Small files that say that they are large images. */
class ImageBombTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"100000, 100000", "2147483647, 1", "9000, 9000", "0, 5", "-1, 5", "1, 2147483647"})
  void aHeaderWithoutItsData(int width, int height) throws IOException {
    byte[] png = written("png");
    ByteBuffer bytes = ByteBuffer.wrap(png);
    bytes.putInt(16, width).putInt(20, height);
    CRC32 crc = new CRC32();
    crc.update(png, 12, 17);
    bytes.putInt(29, (int) crc.getValue());
    refuse(png);
  }

  @ParameterizedTest
  @CsvSource({"65500, 65500", "65535, 2000"})
  void aJpegLargerThanTheLimit(int width, int height) throws IOException {
    byte[] jpeg = written("jpeg");
    resize(jpeg, width, height);
    refuse(jpeg);
  }

  @Test
  void aJpegOfManyScans() throws IOException {
    byte[] jpeg = written("jpeg");
    resize(jpeg, 10_000, 10_000);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(jpeg, 0, jpeg.length - 2);
    for (int i = 0; i < 100; i++) {
      bytes.writeBytes(new byte[] {(byte) 0xFF, (byte) 0xDA, 0, 8, 1, 1, 0, 0, 63, 0, 0});
    }
    bytes.writeBytes(new byte[] {(byte) 0xFF, (byte) 0xD9});
    refuse(bytes.toByteArray());
  }

  private static void resize(byte[] jpeg, int width, int height) {
    for (int i = 0; i < jpeg.length - 1; i++) {
      if ((jpeg[i] & 0xFF) == 0xFF && (jpeg[i + 1] & 0xFF) == 0xC0) {
        ByteBuffer.wrap(jpeg).putShort(i + 5, (short) height).putShort(i + 7, (short) width);
      }
    }
  }

  private static byte[] written(String format) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB), format, bytes);
    return bytes.toByteArray();
  }

  private void refuse(byte[] content) throws IOException {
    Path file = Files.write(folder.resolve("bomb.png"), content);
    assertThatThrownBy(() -> ImageFiles.readRgb(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("bomb.png");
  }
}
