package org.sourcefree.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentSampleModel;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;

/**
 * Takes the samples of a decoded image as they are stored: BufferedImage's own getRGB would convert
 * grey and profiled colours.
 */
final class RasterValues {
  private RasterValues() {}

  static RgbImage rgb(BufferedImage image) throws IOException {
    ColorModel model = image.getColorModel();
    if (model instanceof IndexColorModel palette) {
      return expand(image, palette);
    }
    int space = model.getColorSpace().getType();
    int bits = model.getComponentSize(0);
    if (space != ColorSpace.TYPE_RGB && space != ColorSpace.TYPE_GRAY) {
      throw new ImageFault("its colours are neither RGB nor grey");
    }
    if (bits != 8 && bits != 16) {
      throw new ImageFault("its samples have %d bits, not 8 or 16".formatted(bits));
    }
    return bits == 8 && isByteInterleaved(image) ? bytes(image) : rows(image, bits - 8);
  }

  /** The first band, values up to 255: grey values, palette indices or ids. */
  static LabelMap ids(BufferedImage image) throws IOException {
    Raster raster = image.getRaster();
    int width = image.getWidth();
    byte[] ids = new byte[width * image.getHeight()];
    int[] row = new int[width];
    for (int y = 0; y < image.getHeight(); y++) {
      raster.getSamples(0, y, width, 1, 0, row);
      for (int x = 0; x < width; x++) {
        if (row[x] > 0xFF) {
          throw new ImageFault(
              "ids must be from 0 to 255, got %d at column %d, row %d".formatted(row[x], x, y));
        }
        ids[y * width + x] = (byte) row[x];
      }
    }
    return new LabelMap(width, image.getHeight(), ids);
  }

  private static RgbImage expand(BufferedImage image, IndexColorModel palette) throws IOException {
    byte[] indices = ids(image).ids();
    byte[] pixels = new byte[3 * indices.length];
    for (int i = 0; i < indices.length; i++) {
      int index = indices[i] & 0xFF;
      pixels[3 * i] = (byte) palette.getRed(index);
      pixels[3 * i + 1] = (byte) palette.getGreen(index);
      pixels[3 * i + 2] = (byte) palette.getBlue(index);
    }
    return new RgbImage(image.getWidth(), image.getHeight(), pixels);
  }

  private static boolean isByteInterleaved(BufferedImage image) {
    return image.getSampleModel() instanceof ComponentSampleModel
        && image.getRaster().getDataBuffer() instanceof DataBufferByte buffer
        && buffer.getNumBanks() == 1
        && buffer.getOffset() == 0
        && image.getRaster().getParent() == null;
  }

  private static RgbImage bytes(BufferedImage image) {
    ComponentSampleModel model = (ComponentSampleModel) image.getSampleModel();
    byte[] from = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    int[] offsets = model.getBandOffsets();
    int red = offsets[0];
    int green = offsets.length < 3 ? red : offsets[1];
    int blue = offsets.length < 3 ? red : offsets[2];
    byte[] pixels = new byte[3 * image.getWidth() * image.getHeight()];
    int to = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      int at = y * model.getScanlineStride();
      for (int x = 0; x < image.getWidth(); x++, at += model.getPixelStride()) {
        pixels[to++] = from[at + red];
        pixels[to++] = from[at + green];
        pixels[to++] = from[at + blue];
      }
    }
    return new RgbImage(image.getWidth(), image.getHeight(), pixels);
  }

  private static RgbImage rows(BufferedImage image, int shift) {
    Raster raster = image.getRaster();
    int bands = raster.getNumBands();
    int width = image.getWidth();
    int[] row = new int[bands * width];
    byte[] pixels = new byte[3 * width * image.getHeight()];
    int to = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      raster.getPixels(0, y, width, 1, row);
      for (int x = 0; x < width; x++) {
        for (int c = 0; c < 3; c++) {
          pixels[to++] = (byte) (row[bands * x + (bands < 3 ? 0 : c)] >> shift);
        }
      }
    }
    return new RgbImage(width, image.getHeight(), pixels);
  }
}
