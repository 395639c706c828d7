package org.sourcefree.image;

import com.drew.imaging.jpeg.JpegMetadataReader;
import com.drew.imaging.jpeg.JpegProcessingException;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.exif.ExifReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How a JPEG's stored rows and columns are turned to be seen upright (EXIF 2.3, tag Orientation).
 *
 * @param transposed whether rows and columns are exchanged, first
 * @param mirrored whether left and right are exchanged, after that
 * @param flipped whether top and bottom are
 */
record Orientation(boolean transposed, boolean mirrored, boolean flipped) {
  private static final Orientation UPRIGHT = new Orientation(false, false, false);

  /** By the tag's values 1 to 8. */
  private static final List<Orientation> VALUES =
      List.of(
          UPRIGHT,
          new Orientation(false, true, false),
          new Orientation(false, true, true),
          new Orientation(false, false, true),
          new Orientation(true, false, false),
          new Orientation(true, true, false),
          new Orientation(true, true, true),
          new Orientation(true, false, true));

  /** What a file's content says; upright if it is no JPEG or says nothing that can be read. */
  static Orientation of(byte[] content) {
    return of(new ByteArrayInputStream(content));
  }

  /** What a file says; upright if it is no JPEG or says nothing that can be read. */
  static Orientation of(Path file) {
    try (InputStream stream = Files.newInputStream(file)) {
      return of(stream);
    } catch (IOException e) {
      return UPRIGHT;
    }
  }

  private static Orientation of(InputStream stream) {
    try {
      return Optional.ofNullable(
              JpegMetadataReader.readMetadata(stream, List.of(new ExifReader()))
                  .getFirstDirectoryOfType(ExifIFD0Directory.class))
          .flatMap(exif -> Optional.ofNullable(exif.getInteger(ExifIFD0Directory.TAG_ORIENTATION)))
          .filter(value -> value >= 1 && value <= VALUES.size())
          .map(value -> VALUES.get(value - 1))
          .orElse(UPRIGHT);
    } catch (JpegProcessingException | IOException | RuntimeException e) {
      return UPRIGHT;
    }
  }

  /** The size of the turned image. */
  ImageSize upright(ImageSize size) {
    int width = transposed ? size.height() : size.width();
    int height = transposed ? size.width() : size.height();
    return new ImageSize(width, height);
  }

  /** The turned image. */
  RgbImage upright(RgbImage image) {
    if (equals(UPRIGHT)) {
      return image;
    }
    ImageSize size = upright(image.size());
    byte[] to = new byte[image.pixels().length];
    for (int y = 0; y < size.height(); y++) {
      for (int x = 0; x < size.width(); x++) {
        int column = mirrored ? size.width() - 1 - x : x;
        int row = flipped ? size.height() - 1 - y : y;
        int pixel = transposed ? column * image.width() + row : row * image.width() + column;
        System.arraycopy(image.pixels(), 3 * pixel, to, 3 * (y * size.width() + x), 3);
      }
    }
    return new RgbImage(size.width(), size.height(), to);
  }
}
