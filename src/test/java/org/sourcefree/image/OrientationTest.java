package org.sourcefree.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sourcefree.InvalidInputException;
import org.sourcefree.testing.TestImages;

/** JPEGs as cameras and printers write them. */
class OrientationTest {
  private static final int WIDTH = 32;
  private static final int HEIGHT = 16;

  private final Path folder;

  OrientationTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** Each quarter of another grey: 40 and 90 above, 140 and 220 below. */
  private static BufferedImage quarters() {
    int[] greys = new int[WIDTH * HEIGHT];
    for (int i = 0; i < greys.length; i++) {
      boolean left = i % WIDTH < WIDTH / 2;
      boolean above = i / WIDTH < HEIGHT / 2;
      greys[i] = above ? (left ? 40 : 90) : (left ? 140 : 220);
    }
    return TestImages.grey(WIDTH, HEIGHT, greys);
  }

  private Path oriented(int orientation) {
    byte[] jpeg = TestImages.encode(quarters(), "jpg");
    return TestImages.write(folder.resolve("a.jpg"), TestImages.oriented(jpeg, orientation));
  }

  /** Where the stored quarters are seen, by EXIF 2.3's drawing. */
  @ParameterizedTest
  @CsvSource({
    "1, 40, 90, 140, 220",
    "2, 90, 40, 220, 140",
    "3, 220, 140, 90, 40",
    "4, 140, 220, 40, 90",
    "5, 40, 140, 90, 220",
    "6, 140, 40, 220, 90",
    "7, 220, 90, 140, 40",
    "8, 90, 220, 40, 140",
    "0, 40, 90, 140, 220",
    "9, 40, 90, 140, 220"
  })
  void turnsJpegsUpright(int orientation, int aboveLeft, int aboveRight, int left, int right) {
    Path file = oriented(orientation);

    RgbImage read = ImageFiles.readRgb(file);

    assertThat(ImageFiles.readSize(file)).isEqualTo(read.size());
    boolean tall = orientation >= 5 && orientation <= 8;
    assertThat(read.width()).isEqualTo(tall ? HEIGHT : WIDTH);
    assertThat(grey(read, 0, 0)).isCloseTo(aboveLeft, within());
    assertThat(grey(read, read.width() - 1, 0)).isCloseTo(aboveRight, within());
    assertThat(grey(read, 0, read.height() - 1)).isCloseTo(left, within());
    assertThat(grey(read, read.width() - 1, read.height() - 1)).isCloseTo(right, within());
  }

  @Test
  void readsProgressiveJpegs() throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ImageWriteParam progressive = writer.getDefaultWriteParam();
    progressive.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
    Path file = written(writer, new IIOImage(quarters(), null, null), progressive);

    assertThat(grey(ImageFiles.readRgb(file), 0, 0)).isCloseTo(40, within());
  }

  @Test
  void namesAJpegInInks() throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    WritableRaster inks = Raster.createInterleavedRaster(0, WIDTH, HEIGHT, 4, null);
    Path file = written(writer, new IIOImage(inks, null, null), writer.getDefaultWriteParam());

    assertThatThrownBy(() -> ImageFiles.readRgb(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("its colours are neither RGB nor grey");
  }

  private Path written(ImageWriter writer, IIOImage image, ImageWriteParam param)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream stream = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(stream);
      writer.write(null, image, param);
    } finally {
      writer.dispose();
    }
    return TestImages.write(folder.resolve("a.jpg"), bytes.toByteArray());
  }

  private static int grey(RgbImage image, int x, int y) {
    return image.pixels()[3 * (y * image.width() + x)] & 0xFF;
  }

  /** JPEG is not exact. */
  private static Offset<Integer> within() {
    return Offset.offset(8);
  }
}
