package org.sourcefree.testing;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/** Image files for tests. */
public final class TestImages {
  private TestImages() {}

  /** An image of one byte a sample and 1 to 4 bands, in no order but reproducible. */
  public static BufferedImage samples(int width, int height, int bands, int dataType) {
    boolean alpha = bands % 2 == 0;
    ComponentColorModel model =
        new ComponentColorModel(
            ColorSpace.getInstance(bands < 3 ? ColorSpace.CS_GRAY : ColorSpace.CS_sRGB),
            alpha,
            false,
            alpha ? Transparency.TRANSLUCENT : Transparency.OPAQUE,
            dataType);
    WritableRaster raster = model.createCompatibleWritableRaster(width, height);
    int mask = dataType == DataBuffer.TYPE_BYTE ? 0xFF : 0xFFFF;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int band = 0; band < bands; band++) {
          raster.setSample(x, y, band, (x * 7919 + y * 104729 + band * 1299709) & mask);
        }
      }
    }
    return new BufferedImage(model, raster, false, null);
  }

  /** A palette image of 1, 2, 4 or 8 bits whose palette differs from the indices. */
  public static BufferedImage palette(int width, int height, int bits) {
    int size = 1 << bits;
    byte[] red = new byte[size];
    byte[] green = new byte[size];
    byte[] blue = new byte[size];
    for (int i = 0; i < size; i++) {
      red[i] = (byte) (200 - i * 3);
      green[i] = (byte) (10 + i * 5);
      blue[i] = (byte) (77 + i * 11);
    }
    IndexColorModel model = new IndexColorModel(bits, size, red, green, blue);
    BufferedImage image =
        bits == 8
            ? new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED, model)
            : new BufferedImage(width, height, BufferedImage.TYPE_BYTE_BINARY, model);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.getRaster().setSample(x, y, 0, (x + 3 * y) % size);
      }
    }
    return image;
  }

  /** An 8-bit grey image of the given ids, row by row. */
  public static BufferedImage grey(int width, int height, int... ids) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setPixels(0, 0, width, height, ids);
    return image;
  }

  /** Encodes an image. */
  public static byte[] encode(BufferedImage image, String format) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(image, format, out)) {
        throw new IllegalArgumentException("no writer of " + format);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** The JPEG with an EXIF segment of one entry, the orientation, behind its first marker. */
  public static byte[] oriented(byte[] jpeg, int orientation) {
    ByteBuffer exif = ByteBuffer.allocate(36);
    exif.putShort((short) 0xFFE1).putShort((short) 34);
    exif.put(new byte[] {'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 42, 0, 0, 0, 8});
    exif.putShort((short) 1).putShort((short) 0x0112).putShort((short) 3).putInt(1);
    exif.putShort((short) orientation).putShort((short) 0).putInt(0);
    ByteBuffer whole = ByteBuffer.allocate(jpeg.length + 36);
    whole.put(jpeg, 0, 2).put(exif.array()).put(jpeg, 2, jpeg.length - 2);
    return whole.array();
  }

  /** Writes a file, creating its folder. */
  public static Path write(Path file, byte[] content) {
    try {
      Path folder = file.getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      return Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes an image as PNG, creating its folder. */
  public static Path writePng(Path file, BufferedImage image) {
    return write(file, encode(image, "png"));
  }

  /** The PNG file with another size in its header, whose checksum is made to fit. */
  public static byte[] withSize(byte[] png, int width, int height) {
    ByteBuffer changed = ByteBuffer.wrap(png.clone());
    changed.putInt(16, width).putInt(20, height);
    CRC32 crc = new CRC32();
    crc.update(changed.array(), 12, 17);
    changed.putInt(29, (int) crc.getValue());
    return changed.array();
  }
}
