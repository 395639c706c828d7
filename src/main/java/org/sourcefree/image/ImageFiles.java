package org.sourcefree.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.sourcefree.InvalidInputException;
import org.sourcefree.files.Durable;
import org.sourcefree.files.FileNames;

/**
 * Reads image files: colour images, label images, sizes. A file that is absent, empty, truncated,
 * damaged, neither PNG nor JPEG, or larger than 100 megapixels is an {@link InvalidInputException}
 * that names it. Damage inside a JPEG's compressed pixels is seen only where the decoder notices
 * it: the format has no checksum. Safe for use by several threads.
 */
public final class ImageFiles {
  /** ImageIO decodes truncated files of its other formats without a word. */
  private static final Set<String> FORMATS = Set.of("png", "jpeg");

  private static final long MAX_PIXELS = 100_000_000;
  private static final long MAX_BYTES = 1L << 30;

  private ImageFiles() {}

  /** What kind of label image a reader asks for. */
  private interface Form {
    void require(PngFile png) throws IOException;
  }

  /**
   * Reads a PNG or JPEG file as 8-bit RGB, as Pillow's convert("RGB") does: grey replicated,
   * palettes expanded, alpha dropped, no colour or gamma conversion, whatever colour profile the
   * file carries. 16-bit samples are reduced to their high byte. Unlike there, a JPEG is turned
   * upright as its EXIF orientation says.
   */
  public static RgbImage readRgb(Path file) {
    return rgb(bytes(file), file);
  }

  /**
   * Decodes a file's content as {@link #readRgb} does.
   *
   * @param content all of it
   * @param file named in errors
   */
  public static RgbImage rgb(byte[] content, Path file) {
    try {
      boolean png = PngFile.hasSignature(content);
      if (png) {
        new PngFile(content);
      }
      JpegHeader.requireKnown(content);
      BufferedImage image = decode(png ? content : JpegHeader.plain(content));
      return Orientation.of(content).upright(RasterValues.rgb(image));
    } catch (IOException | RuntimeException e) {
      throw unreadable(file, e);
    } catch (OutOfMemoryError e) {
      throw new InvalidInputException(
          "image %s cannot be read: its pixels need more memory than Java has (-Xmx)"
              .formatted(file),
          e);
    }
  }

  /** Reads a file's content, whatever it is, unless it is absent, empty or larger than 1 GiB. */
  public static byte[] bytes(Path file) {
    requireContent(file);
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw unread(file, e);
    }
  }

  /** Whether a file is a PNG that has all its bytes as they were written. */
  public static boolean isIntactPng(Path file) {
    try {
      byte[] content = Files.isRegularFile(file) ? Files.readAllBytes(file) : new byte[0];
      boolean known = PngFile.hasSignature(content);
      return known && new PngFile(content).bitDepth() > 0;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Reads the 8-bit ids of a label image: the values of a grey PNG, or the palette indices of a
   * palette PNG of 1, 2, 4 or 8 bits.
   *
   * @throws InvalidInputException also if the file holds anything else, such as RGB colours
   */
  public static LabelMap readIds(Path file) {
    return readLabels(file, ImageFiles::requireIds);
  }

  /**
   * Reads ids from the first channel of a 16-bit RGB PNG, as SYNTHIA's labels are.
   *
   * @throws InvalidInputException if it is another kind of image, or an id is above 255
   */
  public static LabelMap readFirstChannel(Path file) {
    return readLabels(file, ImageFiles::requireWideRgb);
  }

  private static LabelMap readLabels(Path file, Form form) {
    byte[] content = bytes(file);
    try {
      requirePng(content);
      form.require(new PngFile(content));
      return RasterValues.ids(decode(content));
    } catch (IOException | RuntimeException e) {
      throw unreadable(file, e);
    }
  }

  /**
   * Reads the colours of a label image, a PNG.
   *
   * @throws InvalidInputException also if it is a JPEG, whose colours are not exact
   */
  public static RgbImage readLabelColours(Path file) {
    byte[] content = bytes(file);
    try {
      requirePng(content);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
    return rgb(content, file);
  }

  /** Reads an image's size, as it is seen upright, from its header alone. */
  public static ImageSize readSize(Path file) {
    requireContent(file);
    Orientation orientation = Orientation.of(file);
    try (ImageInputStream stream = new FileImageInputStream(file.toFile())) {
      ImageReader reader = reader(stream);
      try {
        return orientation.upright(size(reader));
      } catch (IIOException e) {
        JpegHeader.requireKnown(bytes(file));
        throw e;
      } finally {
        reader.dispose();
      }
    } catch (IOException | RuntimeException e) {
      throw unreadable(file, e);
    }
  }

  private static void requirePng(byte[] content) throws IOException {
    if (!PngFile.hasSignature(content)) {
      throw new ImageFault("a label image must be a PNG file");
    }
  }

  private static void requireWideRgb(PngFile png) throws IOException {
    if (png.colourType() != PngFile.RGB || png.bitDepth() != Short.SIZE) {
      throw new ImageFault("a label image must hold 16-bit RGB, not " + found(png));
    }
  }

  private static void requireIds(PngFile png) throws IOException {
    boolean ids = png.colourType() == PngFile.PALETTE;
    ids |= png.colourType() == PngFile.GREY && png.bitDepth() == Byte.SIZE;
    if (!ids) {
      throw new ImageFault("a label image must hold 8-bit grey or palette ids, not " + found(png));
    }
  }

  private static String found(PngFile png) {
    return switch (png.colourType()) {
      case PngFile.GREY -> "%d-bit grey".formatted(png.bitDepth());
      case PngFile.PALETTE -> "a palette";
      case 4 -> "grey with alpha";
      default -> "%d-bit RGB colours".formatted(png.bitDepth());
    };
  }

  private static BufferedImage decode(byte[] content) throws IOException {
    List<String> warnings = new ArrayList<>();
    try (ImageInputStream stream =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(content))) {
      ImageReader reader = reader(stream);
      try {
        ImageSize size = size(reader);
        if (!PngFile.hasSignature(content)) {
          JpegScans.require(content, size);
        }
        requireColours(reader);
        reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
        BufferedImage image = reader.read(0);
        for (String warning : warnings) {
          requireHarmless(warning);
        }
        return image;
      } finally {
        reader.dispose();
      }
    }
  }

  /** For most JPEGs in CMYK or YCCK ImageIO has no type of image. */
  private static void requireColours(ImageReader reader) throws IOException {
    if (!reader.getImageTypes(0).hasNext()) {
      throw new ImageFault("its colours are neither RGB nor grey");
    }
  }

  /** A damaged colour profile or thumbnail says nothing about the pixels. */
  private static void requireHarmless(String warning) throws IOException {
    String words = warning.toLowerCase(Locale.ROOT);
    if (!words.contains("icc") && !words.contains("thumbnail")) {
      throw new ImageFault(ImageFault.DAMAGED);
    }
  }

  private static ImageReader reader(ImageInputStream stream) throws IOException {
    Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
    while (readers.hasNext()) {
      ImageReader reader = readers.next();
      if (FORMATS.contains(reader.getFormatName().toLowerCase(Locale.ROOT))) {
        reader.setInput(stream, true, true);
        return reader;
      }
      reader.dispose();
    }
    throw new ImageFault("its format is neither PNG nor JPEG");
  }

  private static ImageSize size(ImageReader reader) throws IOException {
    ImageSize size = new ImageSize(reader.getWidth(0), reader.getHeight(0));
    if (size.width() < 1 || size.height() < 1) {
      throw new ImageFault("its header says %s pixels".formatted(size));
    }
    if ((long) size.width() * size.height() > MAX_PIXELS) {
      throw new ImageFault(
          "its header says %s pixels, more than 100 megapixels are refused".formatted(size));
    }
    return size;
  }

  private static void requireContent(Path file) {
    if (!Files.exists(file)) {
      throw new InvalidInputException(
          "image %s does not exist%s".formatted(file, FileNames.from(file)));
    }
    if (!Files.isRegularFile(file)) {
      throw new InvalidInputException("image %s is not a file".formatted(file));
    }
    long bytes;
    try {
      bytes = Files.size(file);
    } catch (IOException e) {
      throw unread(file, e);
    }
    if (!Files.isReadable(file)) {
      throw unread(file, new AccessDeniedException(file.toString()));
    }
    if (bytes == 0) {
      throw new InvalidInputException("image %s is empty".formatted(file));
    }
    if (bytes > MAX_BYTES) {
      throw new InvalidInputException("image %s is larger than 1 GiB".formatted(file));
    }
  }

  /** The file itself could not be read. */
  private static InvalidInputException unread(Path file, IOException reason) {
    return refused(file, Durable.reason(reason), reason);
  }

  /** What it holds could not. */
  private static InvalidInputException unreadable(Path file, Exception reason) {
    boolean known = reason instanceof ImageFault;
    return refused(file, known ? String.valueOf(reason.getMessage()) : ImageFault.DAMAGED, reason);
  }

  private static InvalidInputException refused(Path file, String words, Exception reason) {
    return new InvalidInputException("image %s cannot be read: %s".formatted(file, words), reason);
  }
}
