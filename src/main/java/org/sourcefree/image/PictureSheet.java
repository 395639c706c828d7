package org.sourcefree.image;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Pictures in rows under the columns' titles, each row under its caption, above a legend. Pictures
 * are of their own size, smaller where the whole would be too wide, and larger where they are tiny.
 * Where Java has no font there are the pictures alone.
 *
 * @param titles of the columns
 * @param widest a picture may be, pixels
 */
public record PictureSheet(
    List<String> titles, List<Row> rows, List<LegendKey> legend, int widest) {
  /** Enough for any. */
  public static final int ANY_WIDTH = 1024;

  private static final int MOST_WIDTH = 3200;
  private static final int LEAST_PICTURE = 96;
  private static final double TALLEST = 1.5;
  private static final int LEAST_TEXT = 15;

  /** So many pixels of width make the text a pixel larger: all of it is seen at once. */
  private static final int WIDTH_PER_TEXT = 90;

  private static final Color OUTLINE = new Color(0x999999);

  /** Copies the lists. */
  public PictureSheet {
    titles = List.copyOf(titles);
    rows = List.copyOf(rows);
    legend = List.copyOf(legend);
  }

  /**
   * A row.
   *
   * @param caption what its pictures are of, such as a file's name
   * @param pictures at most one a column; an empty one shows as missing
   */
  public record Row(String caption, List<Optional<RgbImage>> pictures) {
    /** Copies the list. */
    public Row {
      pictures = List.copyOf(pictures);
    }

    /** A row that lacks nothing. */
    public static Row of(String caption, List<RgbImage> pictures) {
      return new Row(caption, pictures.stream().map(Optional::of).toList());
    }
  }

  /** Where everything lies, pixels. */
  private record Layout(int tile, int gap, int line, int width, Font text, Font heading) {
    int columnLeft(int column) {
      return column * (tile + gap);
    }
  }

  /** Draws it. */
  public RgbImage draw() {
    Layout layout = layout(Drawing.missingText().isEmpty());
    List<Row> fitted = rows.stream().map(row -> fitted(row, layout)).toList();
    int[] tops = new int[fitted.size() + 1];
    tops[0] = layout.line();
    for (int i = 0; i < fitted.size(); i++) {
      tops[i + 1] = tops[i] + layout.line() + height(fitted.get(i), layout) + layout.gap();
    }
    SheetLegend keys = new SheetLegend(legend, layout.text(), layout.line(), layout.width());
    int height = tops[fitted.size()] + (layout.line() == 0 ? 0 : keys.height());
    return Drawing.paint(
        layout.width() + 2 * layout.gap(),
        Math.max(1, height - layout.gap()) + 2 * layout.gap(),
        graphics -> {
          graphics.translate(layout.gap(), layout.gap());
          for (int i = 0; i < fitted.size(); i++) {
            pictures(graphics, fitted.get(i), tops[i] + layout.line(), layout);
          }
          if (layout.line() > 0) {
            texts(graphics, tops, layout);
            keys.draw(graphics, tops[fitted.size()]);
          }
        });
  }

  private Layout layout(boolean text) {
    int columns = Math.max(1, columns());
    int largest = 1;
    for (Row row : rows) {
      for (Optional<RgbImage> picture : row.pictures()) {
        largest = Math.max(largest, picture.map(RgbImage::width).orElse(1));
      }
    }
    int times = Math.max(1, (LEAST_PICTURE + largest - 1) / largest);
    int tile = Math.min(Math.min(largest * times, widest), MOST_WIDTH / columns);
    int size = Math.max(LEAST_TEXT, columns * tile / WIDTH_PER_TEXT);
    int gap = size / 2;
    return new Layout(
        tile,
        gap,
        text ? 3 * size / 2 : 0,
        columns * (tile + gap) - gap,
        new Font(Font.SANS_SERIF, Font.PLAIN, size),
        new Font(Font.SANS_SERIF, Font.BOLD, size));
  }

  private int columns() {
    int most = rows.stream().mapToInt(row -> row.pictures().size()).max().orElse(0);
    return Math.max(most, titles.size());
  }

  /** A row whose pictures are of the size they are shown in. */
  private static Row fitted(Row row, Layout layout) {
    List<Optional<RgbImage>> pictures = new ArrayList<>();
    row.pictures().forEach(picture -> pictures.add(picture.map(each -> fitted(each, layout))));
    return new Row(row.caption(), pictures);
  }

  private static RgbImage fitted(RgbImage picture, Layout layout) {
    int times = Math.min(layout.tile(), LEAST_PICTURE) / picture.width();
    if (times > 1) {
      return enlarged(picture, times);
    }
    double scale =
        Math.min(
            (double) layout.tile() / picture.width(), TALLEST * layout.tile() / picture.height());
    return scale >= 1
        ? picture
        : Resize.bicubic(
            picture,
            Math.max(1, (int) Math.round(scale * picture.width())),
            Math.max(1, (int) Math.round(scale * picture.height())));
  }

  private static RgbImage enlarged(RgbImage picture, int times) {
    int width = times * picture.width();
    byte[] pixels = new byte[3 * width * times * picture.height()];
    for (int i = 0; i < pixels.length; i++) {
      int x = i / 3 % width / times;
      int y = i / 3 / width / times;
      pixels[i] = picture.pixels()[3 * (y * picture.width() + x) + i % 3];
    }
    return new RgbImage(width, times * picture.height(), pixels);
  }

  private static int height(Row row, Layout layout) {
    return row.pictures().stream()
        .flatMap(Optional::stream)
        .mapToInt(RgbImage::height)
        .max()
        .orElse(layout.tile() / 2);
  }

  private static void pictures(Graphics2D graphics, Row row, int top, Layout layout) {
    for (int column = 0; column < row.pictures().size(); column++) {
      int left = layout.columnLeft(column);
      Optional<RgbImage> picture = row.pictures().get(column);
      if (picture.isPresent()) {
        Drawing.image(graphics, picture.get(), left, top);
      } else {
        graphics.setColor(OUTLINE);
        graphics.drawRect(left, top, layout.tile() - 1, height(row, layout) - 1);
        if (layout.line() > 0) {
          graphics.setFont(layout.text());
          graphics.drawString("missing", left + layout.gap(), top + layout.line());
        }
      }
    }
  }

  private void texts(Graphics2D graphics, int[] tops, Layout layout) {
    graphics.setColor(Color.BLACK);
    graphics.setFont(layout.heading());
    for (int column = 0; column < titles.size(); column++) {
      int left = layout.columnLeft(column);
      narrowed(graphics, titles.get(column), left, baseline(0, layout), layout.tile());
    }
    graphics.setFont(layout.text());
    for (int i = 0; i < rows.size(); i++) {
      String caption = rows.get(i).caption();
      narrowed(graphics, caption, 0, baseline(tops[i], layout), layout.width());
    }
  }

  private static int baseline(int top, Layout layout) {
    return top + layout.line() - layout.gap() + 1;
  }

  /** A text wider than its room is drawn narrower, never cut. */
  private static void narrowed(Graphics2D graphics, String text, int left, int base, int room) {
    FontMetrics metrics = graphics.getFontMetrics();
    double narrowing = Math.min(1, (double) room / Math.max(1, metrics.stringWidth(text)));
    Graphics2D own = (Graphics2D) graphics.create();
    own.translate(left, base);
    own.scale(narrowing, 1);
    own.drawString(text, 0, 0);
    own.dispose();
  }
}
