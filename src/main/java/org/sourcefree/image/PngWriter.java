package org.sourcefree.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.sourcefree.files.Fresh;

/** Writes PNG files, each anew; the same image gives the same bytes. */
public final class PngWriter {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  // PNG specification, 11.2.2: colour types; 9.2: filter types.
  private static final int GREY = 0;
  private static final int TRUECOLOUR = 2;
  private static final int INDEXED = 3;
  private static final int NO_FILTER = 0;
  private static final int UP_FILTER = 2;

  private PngWriter() {}

  /** Writes a colour image. */
  public static void writeRgb(Path file, RgbImage image) throws IOException {
    Fresh.write(file, rgb(image));
  }

  /** The file of a colour image. */
  public static byte[] rgb(RgbImage image) {
    byte[] header = header(image.width(), image.height(), 8, TRUECOLOUR);
    byte[] rows = rows(image.pixels(), 3 * image.width(), image.height(), UP_FILTER);
    return png(header, new byte[0], rows);
  }

  /** Writes ids as an 8-bit grey image. */
  public static void writeGrey(Path file, LabelMap labels) throws IOException {
    byte[] header = header(labels.width(), labels.height(), 8, GREY);
    byte[] rows = rows(labels.ids(), labels.width(), labels.height(), NO_FILTER);
    write(file, header, new byte[0], rows);
  }

  /**
   * Writes ids as an indexed image: the pixel index is the id.
   *
   * @param palette 256 colours, 0xRRGGBB, by id
   */
  public static void writePalette(Path file, LabelMap labels, int[] palette) throws IOException {
    if (palette.length != 256) {
      throw new IllegalArgumentException("a palette must have 256 colours, got " + palette.length);
    }
    ByteBuffer colours = ByteBuffer.allocate(3 * 256);
    for (int rgb : palette) {
      colours.put((byte) (rgb >> 16)).put((byte) (rgb >> 8)).put((byte) rgb);
    }
    byte[] header = header(labels.width(), labels.height(), 8, INDEXED);
    byte[] rows = rows(labels.ids(), labels.width(), labels.height(), NO_FILTER);
    write(file, header, colours.array(), rows);
  }

  /**
   * Writes ids as SYNTHIA does: a 16-bit RGB image whose first channel is the id. The other two,
   * instances there, are 0.
   */
  public static void writeFirstChannel(Path file, LabelMap labels) throws IOException {
    byte[] ids = labels.ids();
    byte[] samples = new byte[6 * ids.length];
    for (int i = 0; i < ids.length; i++) {
      samples[6 * i + 1] = ids[i];
    }
    byte[] header = header(labels.width(), labels.height(), 16, TRUECOLOUR);
    byte[] rows = rows(samples, 6 * labels.width(), labels.height(), UP_FILTER);
    write(file, header, new byte[0], rows);
  }

  private static byte[] header(int width, int height, int bits, int colourType) {
    byte[] header = new byte[13];
    ByteBuffer.wrap(header).putInt(width).putInt(height).put((byte) bits).put((byte) colourType);
    return header;
  }

  /** Each row of bytes behind its filter type. */
  private static byte[] rows(byte[] bytes, int stride, int height, int filter) {
    byte[] rows = new byte[(stride + 1) * height];
    for (int y = 0; y < height; y++) {
      int to = y * (stride + 1);
      rows[to] = (byte) filter;
      for (int i = 0; i < stride; i++) {
        int above = filter == UP_FILTER && y > 0 ? bytes[(y - 1) * stride + i] : 0;
        rows[to + 1 + i] = (byte) (bytes[y * stride + i] - above);
      }
    }
    return rows;
  }

  private static void write(Path file, byte[] header, byte[] palette, byte[] rows)
      throws IOException {
    Fresh.write(file, png(header, palette, rows));
  }

  private static byte[] png(byte[] header, byte[] palette, byte[] rows) {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    png.writeBytes(SIGNATURE);
    chunk(png, "IHDR", header);
    if (palette.length > 0) {
      chunk(png, "PLTE", palette);
    }
    chunk(png, "IDAT", deflate(rows));
    chunk(png, "IEND", new byte[0]);
    return png.toByteArray();
  }

  private static void chunk(ByteArrayOutputStream png, String type, byte[] data) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 sum = new CRC32();
    sum.update(name);
    sum.update(data);
    png.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
    png.writeBytes(name);
    png.writeBytes(data);
    png.writeBytes(ByteBuffer.allocate(4).putInt((int) sum.getValue()).array());
  }

  private static byte[] deflate(byte[] rows) {
    Deflater deflater = new Deflater(4);
    deflater.setInput(rows);
    deflater.finish();
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    byte[] buffer = new byte[1 << 16];
    while (!deflater.finished()) {
      packed.write(buffer, 0, deflater.deflate(buffer));
    }
    deflater.end();
    return packed.toByteArray();
  }
}
