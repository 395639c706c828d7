package org.sourcefree.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sourcefree.InvalidInputException;

class JpegHeaderTest {
  private static final Path NAMED = Path.of("street.jpg");

  @TempDir private Path folder;

  @ParameterizedTest
  @MethodSource("profiles")
  void profilesChangeNoPixel(byte[] profile) throws IOException {
    for (int type : new int[] {BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_BYTE_GRAY}) {
      byte[] plain = jpeg(type);
      byte[] profiled = inserted(plain, 2, segment(profile));

      assertThat(ImageFiles.rgb(profiled, NAMED).pixels())
          .isEqualTo(ImageFiles.rgb(plain, NAMED).pixels());
    }
  }

  static Stream<byte[]> profiles() {
    byte[] linear = ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
    byte[] otherSpace =
        Arrays.copyOf(ICC_Profile.getInstance(ColorSpace.CS_PYCC).getData(), 60_000);
    byte[] grey = ICC_Profile.getInstance(ColorSpace.CS_GRAY).getData();
    byte[] broken = linear.clone();
    Arrays.fill(broken, 36, 200, (byte) 7);
    return Stream.of(linear, otherSpace, grey, broken, Arrays.copyOf(linear, 50), new byte[0]);
  }

  @Test
  void aProfileInSeveralSegmentsIsDropped() throws IOException {
    byte[] plain = jpeg(BufferedImage.TYPE_INT_RGB);
    byte[] profile = ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
    byte[] first = segment(Arrays.copyOf(profile, 100));
    byte[] second = segment(Arrays.copyOfRange(profile, 100, profile.length));

    assertThat(JpegHeader.plain(inserted(inserted(plain, 2, second), 2, first))).isEqualTo(plain);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\0", "\u00ff", "\u00ff\0", "stray", "\u00ff\u00ff\0\u00ff\0rest"})
  void strayBytesBetweenSegmentsAreSkipped(String stray) throws IOException {
    byte[] plain = jpeg(BufferedImage.TYPE_INT_RGB);
    byte[] bytes = stray.getBytes(StandardCharsets.ISO_8859_1);
    int secondSegment = 4 + (((plain[4] & 0xFF) << 8) | (plain[5] & 0xFF));

    byte[] strayed = inserted(inserted(plain, secondSegment, bytes), 2, bytes);

    assertThat(ImageFiles.rgb(strayed, NAMED).pixels())
        .isEqualTo(ImageFiles.rgb(plain, NAMED).pixels());
  }

  @Test
  void whatHasNoProfileStaysAsItIs() throws IOException {
    byte[] plain = jpeg(BufferedImage.TYPE_INT_RGB);
    assertThat(JpegHeader.plain(plain)).isSameAs(plain);
  }

  @Test
  void rareKindsAreCalledSo() throws IOException {
    byte[] plain = jpeg(BufferedImage.TYPE_INT_RGB);
    int frame = 0;
    while ((plain[frame] & 0xFF) != 0xFF || (plain[frame + 1] & 0xFF) != 0xC0) {
      frame++;
    }
    for (int kind : new int[] {0xC3, 0xC5, 0xC9, 0xCA, 0xCF}) {
      byte[] rare = plain.clone();
      rare[frame + 1] = (byte) kind;
      assertThatThrownBy(() -> ImageFiles.rgb(rare, NAMED))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContainingAll("street.jpg cannot be read", "its kind of JPEG is rare");
    }
    byte[] lossless = plain.clone();
    lossless[frame + 1] = (byte) 0xC3;
    Path file = Files.write(folder.resolve("a.jpg"), lossless);
    assertThatThrownBy(() -> ImageFiles.readSize(file)).hasMessageContaining("of JPEG is rare");
    byte[] deep = plain.clone();
    deep[frame + 4] = 12;
    assertThatThrownBy(() -> ImageFiles.rgb(deep, NAMED))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageEndingWith("its samples have 12 bits, not 8");
  }

  @Test
  void headersThatEndTooSoonAreRefused() throws IOException {
    byte[] plain = inserted(jpeg(BufferedImage.TYPE_INT_RGB), 2, segment(new byte[300]));
    for (int length = 3; length < 330; length += 7) {
      byte[] truncated = Arrays.copyOf(plain, length);
      assertThatThrownBy(() -> ImageFiles.rgb(truncated, NAMED))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("street.jpg");
    }
  }

  /** An application segment 2 as profiles travel in. */
  private static byte[] segment(byte[] profile) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int length = 2 + 12 + 2 + profile.length;
    out.write(new byte[] {(byte) 0xFF, (byte) 0xE2, (byte) (length >> 8), (byte) length});
    out.write("ICC_PROFILE\0".getBytes(StandardCharsets.US_ASCII));
    out.write(new byte[] {1, 1});
    out.write(profile);
    return out.toByteArray();
  }

  private static byte[] inserted(byte[] content, int at, byte[] more) {
    byte[] all = Arrays.copyOf(content, content.length + more.length);
    System.arraycopy(more, 0, all, at, more.length);
    System.arraycopy(content, at, all, at + more.length, content.length - at);
    return all;
  }

  private static byte[] jpeg(int type) throws IOException {
    BufferedImage image = new BufferedImage(40, 24, type);
    for (int i = 0; i < 40 * 24; i++) {
      image.setRGB(i % 40, i / 40, ((6 * (i % 40)) << 16) | ((10 * (i / 40)) << 8) | 128);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "jpg", out);
    return out.toByteArray();
  }
}
