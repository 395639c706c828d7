package org.sourcefree.image;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.util.List;

/**
 * Colours and what they mean, in columns of one width.
 *
 * @param line height of a line, pixels
 * @param width of all of it, pixels
 */
record SheetLegend(List<LegendKey> keys, Font font, int line, int width) {

  /** Of all lines, pixels. */
  int height() {
    return keys.isEmpty() ? 0 : (lines() + 1) * line;
  }

  /** Draws it below a place. */
  void draw(Graphics2D graphics, int top) {
    int chip = 2 * line / 3;
    int perLine = perLine();
    graphics.setFont(font);
    for (int i = 0; i < keys.size(); i++) {
      int left = i % perLine * width / perLine;
      int y = top + i / perLine * line;
      LegendKey key = keys.get(i);
      if (key.colour().isPresent()) {
        graphics.setColor(new Color(key.colour().get()));
        graphics.fillRect(left, y + line / 2 - chip / 2, chip, chip);
        graphics.setColor(Color.GRAY);
        graphics.drawRect(left, y + line / 2 - chip / 2, chip, chip);
      }
      graphics.setColor(Color.BLACK);
      int indent = key.colour().isPresent() ? line : 0;
      graphics.drawString(key.name(), left + indent, y + line / 2 + 2 * font.getSize() / 5);
    }
  }

  private int lines() {
    return (keys.size() + perLine() - 1) / perLine();
  }

  private int perLine() {
    int[] widest = {1};
    Drawing.paint(
        1,
        1,
        graphics -> {
          FontMetrics metrics = graphics.getFontMetrics(font);
          keys.forEach(key -> widest[0] = Math.max(widest[0], metrics.stringWidth(key.name())));
        });
    return Math.max(1, width / (widest[0] + 2 * line));
  }
}
