package org.sourcefree.report.plot;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.util.List;
import java.util.Locale;
import org.sourcefree.image.Drawing;
import org.sourcefree.image.RgbImage;

/**
 * A rectangle of percentages, darker where higher; those of at least 0.5 are written.
 *
 * @param rows their names
 * @param columns their names
 * @param percent by row and column, 0 to 100
 */
public record HeatMap(
    Axes axes, List<String> rows, List<String> columns, List<List<Double>> percent) {
  private static final Font VALUE = new Font(Font.SANS_SERIF, Font.PLAIN, 15);
  private static final Color DARKEST = new Color(0x08306B);
  private static final Color LINE = new Color(0xDDDDDD);
  private static final int CELL = 44;
  private static final int MARGIN = 12;
  private static final int TITLE = 36;

  /** A square. */
  public HeatMap(Axes axes, List<String> names, List<List<Double>> percent) {
    this(axes, names, names, percent);
  }

  /** Draws it. */
  public RgbImage draw() {
    int left = 2 * MARGIN + TITLE + longest(rows);
    int width = CELL * columns.size();
    int bottom = TITLE + CELL * rows.size();
    int height = bottom + longest(columns) + TITLE + 2 * MARGIN;
    return Drawing.paint(
        left + width + MARGIN,
        height,
        graphics -> {
          titles(graphics, left, width, height);
          for (int column = 0; column < columns.size(); column++) {
            columnName(graphics, column, left, bottom);
          }
          for (int row = 0; row < rows.size(); row++) {
            rowName(graphics, row, left);
            for (int column = 0; column < columns.size(); column++) {
              int x = left + column * CELL;
              cell(graphics, percent.get(row).get(column), x, TITLE + row * CELL);
            }
          }
        });
  }

  /** Width of the longest name, pixels. */
  private static int longest(List<String> names) {
    int[] width = {0};
    Drawing.paint(
        1,
        1,
        graphics -> {
          FontMetrics metrics = graphics.getFontMetrics(Drawing.TEXT);
          names.forEach(name -> width[0] = Math.max(width[0], metrics.stringWidth(name)));
        });
    return width[0];
  }

  private void titles(Graphics2D graphics, int left, int width, int height) {
    graphics.setColor(Color.BLACK);
    graphics.setFont(Drawing.HEADING);
    graphics.drawString(axes.title(), left, TITLE - MARGIN);
    graphics.setFont(Drawing.TEXT);
    FontMetrics metrics = graphics.getFontMetrics();
    int half = metrics.stringWidth(axes.x()) / 2;
    graphics.drawString(axes.x(), left + width / 2 - half, height - MARGIN);
    half = metrics.stringWidth(axes.y()) / 2;
    int middle = TITLE + CELL * rows.size() / 2;
    upwards(graphics, axes.y(), MARGIN + metrics.getAscent(), middle + half);
  }

  private void rowName(Graphics2D graphics, int row, int left) {
    FontMetrics metrics = names(graphics);
    int x = left - MARGIN / 2 - metrics.stringWidth(rows.get(row));
    graphics.drawString(rows.get(row), x, TITLE + baseline(row, metrics));
  }

  private void columnName(Graphics2D graphics, int column, int left, int bottom) {
    FontMetrics metrics = names(graphics);
    String name = columns.get(column);
    int y = bottom + MARGIN / 2 + metrics.stringWidth(name);
    upwards(graphics, name, left + baseline(column, metrics), y);
  }

  private static FontMetrics names(Graphics2D graphics) {
    graphics.setColor(Color.BLACK);
    graphics.setFont(Drawing.TEXT);
    return graphics.getFontMetrics();
  }

  private static int baseline(int index, FontMetrics metrics) {
    return index * CELL + CELL / 2 + metrics.getAscent() / 2 - 2;
  }

  private static void upwards(Graphics2D graphics, String text, int x, int y) {
    AffineTransform before = graphics.getTransform();
    graphics.translate(x, y);
    graphics.rotate(-Math.PI / 2);
    graphics.drawString(text, 0, 0);
    graphics.setTransform(before);
  }

  private static void cell(Graphics2D graphics, double percent, int x, int y) {
    graphics.setColor(shade(percent / 100));
    graphics.fillRect(x, y, CELL, CELL);
    graphics.setColor(LINE);
    graphics.drawRect(x, y, CELL, CELL);
    if (percent >= 0.5) {
      String text = String.format(Locale.ROOT, "%.0f", percent);
      graphics.setFont(VALUE);
      graphics.setColor(percent > 55 ? Color.WHITE : Color.BLACK);
      FontMetrics metrics = graphics.getFontMetrics();
      graphics.drawString(
          text,
          x + (CELL - metrics.stringWidth(text)) / 2,
          y + (CELL + metrics.getAscent()) / 2 - 2);
    }
  }

  private static Color shade(double share) {
    return new Color(
        mixed(share, DARKEST.getRed()),
        mixed(share, DARKEST.getGreen()),
        mixed(share, DARKEST.getBlue()));
  }

  private static int mixed(double share, int dark) {
    return (int) Math.round(255 + Math.sqrt(share) * 0.9 * (dark - 255));
  }
}
