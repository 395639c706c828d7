package org.sourcefree.report.plot;

import java.awt.Color;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Optional;
import org.sourcefree.data.ClassSet;
import org.sourcefree.image.RgbImage;

/**
 * Images in columns under headings, above a legend of class colours.
 *
 * @param headings of the columns
 * @param rows one tile a column; an empty one shows as missing
 */
public record PanelSheet(
    List<String> headings, List<List<Optional<RgbImage>>> rows, ClassSet classes) {
  /** Width of a tile, pixels; other widths are drawn with the nearest pixels. */
  public static final int TILE = 256;

  private static final int GAP = 6;
  private static final int LINE = 26;
  private static final int LEGEND_COLUMN = 170;

  /** Draws it; tiles are 256 pixels wide. */
  public RgbImage draw() {
    int tileHeight = tileHeight();
    int width = headings.size() * (TILE + GAP) - GAP;
    int perLine = Math.max(1, width / LEGEND_COLUMN);
    int legendLines = (classes.size() + 1 + perLine - 1) / perLine;
    int legendTop = LINE + rows.size() * (tileHeight + GAP);
    int height = legendTop + legendLines * LINE;
    return Drawing.paint(
        width,
        height,
        graphics -> {
          graphics.setFont(Drawing.HEADING);
          graphics.setColor(Color.BLACK);
          for (int column = 0; column < headings.size(); column++) {
            heading(graphics, headings.get(column), column * (TILE + GAP));
          }
          for (int row = 0; row < rows.size(); row++) {
            row(graphics, rows.get(row), LINE + row * (tileHeight + GAP), tileHeight);
          }
          legend(graphics, legendTop, perLine);
        });
  }

  private int tileHeight() {
    return rows.stream()
        .flatMap(List::stream)
        .flatMap(Optional::stream)
        .mapToInt(image -> Math.max(1, TILE * image.height() / image.width()))
        .max()
        .orElse(TILE / 2);
  }

  /** A heading wider than its column is drawn narrower, never cut. */
  private static void heading(Graphics2D graphics, String text, int x) {
    FontMetrics metrics = graphics.getFontMetrics();
    double narrowing = Math.min(1, (double) TILE / Math.max(1, metrics.stringWidth(text)));
    Graphics2D own = (Graphics2D) graphics.create();
    own.translate(x, LINE - 8);
    own.scale(narrowing, 1);
    own.drawString(text, 0, 0);
    own.dispose();
  }

  private static void row(
      Graphics2D graphics, List<Optional<RgbImage>> tiles, int y, int tileHeight) {
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
    for (int column = 0; column < tiles.size(); column++) {
      int x = column * (TILE + GAP);
      Optional<RgbImage> tile = tiles.get(column);
      if (tile.isPresent()) {
        graphics.drawImage(buffered(tile.get()), x, y, TILE, tileHeight, null);
      } else {
        graphics.setColor(Color.GRAY);
        graphics.drawRect(x, y, TILE - 1, tileHeight - 1);
        graphics.drawString("missing", x + GAP, y + LINE);
        graphics.setColor(Color.BLACK);
      }
    }
  }

  private static BufferedImage buffered(RgbImage image) {
    BufferedImage copy =
        new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
    byte[] pixels = image.pixels();
    for (int i = 0; i < image.width() * image.height(); i++) {
      int rgb =
          (pixels[3 * i] & 255) << 16 | (pixels[3 * i + 1] & 255) << 8 | (pixels[3 * i + 2] & 255);
      copy.setRGB(i % image.width(), i / image.width(), rgb);
    }
    return copy;
  }

  private void legend(Graphics2D graphics, int top, int perLine) {
    graphics.setFont(Drawing.TEXT);
    for (int i = 0; i <= classes.size(); i++) {
      int x = i % perLine * LEGEND_COLUMN;
      int y = top + i / perLine * LINE;
      boolean ignored = i == classes.size();
      graphics.setColor(new Color(ignored ? 0 : classes.colours().get(i)));
      graphics.fillRect(x, y + 4, LINE - 6, LINE - 8);
      graphics.setColor(Color.BLACK);
      graphics.drawString(ignored ? "no label" : classes.names().get(i), x + LINE, y + LINE - 8);
    }
  }
}
