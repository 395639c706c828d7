package org.sourcefree.report;

import org.sourcefree.image.LabelMap;
import org.sourcefree.image.RgbImage;

/** An image under its labels' colours. */
public final class Overlay {
  private Overlay() {}

  /**
   * Mixes them.
   *
   * @param labels of the image's size
   * @param palette 0xRRGGBB by id, 256 entries
   * @param opacity of the colours, 0 to 1
   */
  public static RgbImage of(RgbImage image, LabelMap labels, int[] palette, double opacity) {
    byte[] ids = labels.ids();
    byte[] from = image.pixels();
    byte[] to = new byte[from.length];
    for (int i = 0; i < ids.length; i++) {
      int colour = palette[Byte.toUnsignedInt(ids[i])];
      for (int channel = 0; channel < 3; channel++) {
        int label = colour >> (16 - 8 * channel) & 255;
        int pixel = Byte.toUnsignedInt(from[3 * i + channel]);
        to[3 * i + channel] = (byte) Math.round(pixel + opacity * (label - pixel));
      }
    }
    return new RgbImage(image.width(), image.height(), to);
  }
}
