package org.sourcefree.image;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.Optional;
import java.util.function.Consumer;

/** Paints with AWT, which needs no display for it, on white. Text alone needs a font. */
public final class Drawing {
  /** What plots are labelled with. */
  public static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 16);

  /** What plots are named with. */
  public static final Font HEADING = new Font(Font.SANS_SERIF, Font.BOLD, 17);

  private static final Optional<String> NO_TEXT = tryText();

  private Drawing() {}

  /**
   * One line for people on why no text can be drawn on this machine; empty if it can. Java needs
   * fontconfig and a font for it, which small containers lack.
   */
  public static Optional<String> missingText() {
    return NO_TEXT;
  }

  private static Optional<String> tryText() {
    try {
      paint(8, 8, graphics -> draw(graphics, "a"));
      return Optional.empty();
    } catch (RuntimeException | LinkageError | InternalError e) {
      return Optional.of(
          "pictures have no titles and no legend, as Java finds no font here; Debian and Ubuntu have"
              + " them in the packages fontconfig and fonts-dejavu-core");
    }
  }

  private static void draw(Graphics2D graphics, String text) {
    graphics.setFont(TEXT);
    graphics.drawString(text, 0, graphics.getFontMetrics().getAscent());
  }

  /** A picture of what is painted. */
  public static RgbImage paint(int width, int height, Consumer<Graphics2D> painter) {
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

  /** Draws an image with its upper left corner at a place. */
  static void image(Graphics2D graphics, RgbImage image, int x, int y) {
    BufferedImage copy =
        new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
    byte[] pixels = image.pixels();
    int[] colours = new int[image.width() * image.height()];
    for (int i = 0; i < colours.length; i++) {
      colours[i] =
          (pixels[3 * i] & 255) << 16 | (pixels[3 * i + 1] & 255) << 8 | (pixels[3 * i + 2] & 255);
    }
    copy.setRGB(0, 0, image.width(), image.height(), colours, 0, image.width());
    graphics.drawImage(copy, x, y, null);
  }
}
