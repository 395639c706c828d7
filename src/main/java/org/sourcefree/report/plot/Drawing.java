package org.sourcefree.report.plot;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.function.Consumer;
import org.sourcefree.image.RgbImage;

/** Paints with AWT, which needs no display for it, on white. */
final class Drawing {
  static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 16);
  static final Font HEADING = new Font(Font.SANS_SERIF, Font.BOLD, 17);

  private Drawing() {}

  static RgbImage paint(int width, int height, Consumer<Graphics2D> painter) {
    BufferedImage canvas = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = canvas.createGraphics();
    try {
      graphics.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      graphics.setColor(Color.WHITE);
      graphics.fillRect(0, 0, width, height);
      painter.accept(graphics);
    } finally {
      graphics.dispose();
    }
    byte[] pixels = new byte[3 * width * height];
    int[] colours = canvas.getRGB(0, 0, width, height, new int[width * height], 0, width);
    for (int i = 0; i < colours.length; i++) {
      pixels[3 * i] = (byte) (colours[i] >> 16);
      pixels[3 * i + 1] = (byte) (colours[i] >> 8);
      pixels[3 * i + 2] = (byte) colours[i];
    }
    return new RgbImage(width, height, pixels);
  }
}
