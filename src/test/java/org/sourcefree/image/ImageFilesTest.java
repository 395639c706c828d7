package org.sourcefree.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sourcefree.InvalidInputException;
import org.sourcefree.testing.TestImages;

class ImageFilesTest {
  private static final int WIDTH = 13;
  private static final int HEIGHT = 7;

  private final Path folder;

  ImageFilesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "2, 0", "3, 0", "4, 0", "1, 8", "2, 8", "3, 8", "4, 8"})
  void takesRawSamplesDropsAlphaAndReplicatesGrey(int bands, int shift) {
    int type = shift == 0 ? DataBuffer.TYPE_BYTE : DataBuffer.TYPE_USHORT;
    BufferedImage image = TestImages.samples(WIDTH, HEIGHT, bands, type);

    RgbImage read = ImageFiles.readRgb(TestImages.writePng(folder.resolve("a.png"), image));

    assertThat(read.width()).isEqualTo(WIDTH);
    assertThat(read.height()).isEqualTo(HEIGHT);
    for (int i = 0; i < read.pixels().length; i++) {
      int band = bands < 3 ? 0 : i % 3;
      int sample = image.getRaster().getSample(i / 3 % WIDTH, i / 3 / WIDTH, band);
      assertThat(read.pixels()[i]).isEqualTo((byte) (sample >> shift));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8})
  void expandsPalettesAndReadsTheirIndices(int bits) {
    BufferedImage image = TestImages.palette(WIDTH, HEIGHT, bits);
    Path file = TestImages.writePng(folder.resolve("a.png"), image);

    byte[] pixels = ImageFiles.readRgb(file).pixels();
    byte[] ids = ImageFiles.readIds(file).ids();

    for (int i = 0; i < WIDTH * HEIGHT; i++) {
      int rgb = image.getRGB(i % WIDTH, i / WIDTH);
      assertThat(pixels[3 * i]).isEqualTo((byte) (rgb >> 16));
      assertThat(pixels[3 * i + 1]).isEqualTo((byte) (rgb >> 8));
      assertThat(pixels[3 * i + 2]).isEqualTo((byte) rgb);
      assertThat(ids[i]).isEqualTo((byte) ((i % WIDTH + 3 * (i / WIDTH)) % (1 << bits)));
    }
  }

  @Test
  void readsTheIdsOfGreyLabels() {
    Path file =
        TestImages.writePng(
            folder.resolve("a.png"), TestImages.grey(3, 2, 0, 7, 33, 128, 254, 255));

    assertThat(ImageFiles.readIds(file).ids())
        .containsExactly(0, 7, 33, (byte) 128, (byte) 254, (byte) 255);
    assertThat(ImageFiles.readIds(file).width()).isEqualTo(3);
  }

  @Test
  void replicatesGreyJpegs() {
    int[] ids = new int[16 * 8];
    Arrays.fill(ids, 90);
    byte[] jpeg = TestImages.encode(TestImages.grey(16, 8, ids), "jpg");

    RgbImage read = ImageFiles.readRgb(TestImages.write(folder.resolve("a.jpg"), jpeg));

    assertThat(read.pixels()).containsOnly(90);
    assertThat(read.width()).isEqualTo(16);
  }

  @ParameterizedTest
  @CsvSource({"3, 0, RGB", "4, 0, RGB", "2, 0, alpha", "1, 1, 16-bit"})
  void refusesLabelsThatAreNotIds(int bands, int type, String reason) {
    Path file =
        TestImages.writePng(
            folder.resolve("a.png"), TestImages.samples(WIDTH, HEIGHT, bands, type));

    assertThatThrownBy(() -> ImageFiles.readIds(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(reason);
  }

  @Test
  void refusesJpegLabels() {
    byte[] jpeg = TestImages.encode(TestImages.grey(1, 2, 3, 4), "jpg");
    Path file = TestImages.write(folder.resolve("a.jpg"), jpeg);

    assertThatThrownBy(() -> ImageFiles.readIds(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("must be a PNG");
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg"})
  void readsTheSizeFromTheHeader(String format) {
    byte[] content = TestImages.encode(TestImages.samples(WIDTH, HEIGHT, 3, 0), format);
    Path file = TestImages.write(folder.resolve("a"), content);

    assertThat(ImageFiles.readSize(file)).isEqualTo(new ImageSize(WIDTH, HEIGHT));
    assertThat(ImageFiles.readRgb(file).height()).isEqualTo(HEIGHT);
  }

  @Test
  void refusesHugeHeadersBeforeDecoding() {
    byte[] png = TestImages.encode(TestImages.samples(WIDTH, HEIGHT, 3, 0), "png");
    Path file = TestImages.write(folder.resolve("a.png"), TestImages.withSize(png, 60_000, 50_000));

    assertThatThrownBy(() -> ImageFiles.readRgb(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("60000×50000");
    assertThatThrownBy(() -> ImageFiles.readSize(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("60000×50000");
  }

  @Test
  void refusesAnImageWithFewerPixelsThanItsHeaderSays() {
    byte[] png = TestImages.encode(TestImages.samples(WIDTH, HEIGHT, 3, 0), "png");
    Path file =
        TestImages.write(folder.resolve("a.png"), TestImages.withSize(png, WIDTH, HEIGHT + 90));

    assertThatThrownBy(() -> ImageFiles.readRgb(file)).isInstanceOf(InvalidInputException.class);
  }

  @Test
  void refusesWhatIsNoImage() {
    Path text = TestImages.write(folder.resolve("a.png"), "not an image".getBytes(UTF_8));
    byte[] gif = TestImages.encode(TestImages.samples(WIDTH, HEIGHT, 3, 0), "gif");
    Path other = TestImages.write(folder.resolve("d.png"), gif);
    Path empty = TestImages.write(folder.resolve("b.png"), new byte[0]);
    Path absent = folder.resolve("c.png");

    assertRefused(text, "neither PNG nor JPEG");
    assertRefused(other, "neither PNG nor JPEG");
    assertRefused(empty, "is empty");
    assertRefused(absent, "does not exist");
    assertRefused(folder, "is not a file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg"})
  void refusesEveryTruncation(String format) {
    byte[] content = TestImages.encode(TestImages.samples(WIDTH, HEIGHT, 3, 0), format);
    for (int length = 1; length < content.length; length++) {
      Path file = TestImages.write(folder.resolve("a"), Arrays.copyOf(content, length));
      assertThatThrownBy(() -> ImageFiles.readRgb(file))
          .as("%d of %d bytes", length, content.length)
          .isInstanceOf(InvalidInputException.class);
    }
  }

  @Test
  void refusesFlippedBitsOfPngs() {
    byte[] content = TestImages.encode(TestImages.samples(WIDTH, HEIGHT, 3, 0), "png");
    for (int bit = 0; bit < 8 * content.length; bit += 7) {
      byte[] flipped = content.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      Path file = TestImages.write(folder.resolve("a"), flipped);
      assertThatThrownBy(() -> ImageFiles.readRgb(file))
          .as("bit %d", bit)
          .isInstanceOf(InvalidInputException.class);
    }
  }

  @Test
  void readsOrRefusesFlippedBitsOfJpegs() {
    byte[] content = TestImages.encode(TestImages.samples(WIDTH, HEIGHT, 3, 0), "jpg");
    int refused = 0;
    for (int bit = 0; bit < 8 * content.length; bit += 7) {
      byte[] flipped = content.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      Path file = TestImages.write(folder.resolve("a"), flipped);
      try {
        ImageFiles.readRgb(file);
      } catch (InvalidInputException e) {
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }

  private static void assertRefused(Path file, String reason) {
    assertThatThrownBy(() -> ImageFiles.readRgb(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(reason);
    assertThatThrownBy(() -> ImageFiles.readSize(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(file.toString());
  }
}
