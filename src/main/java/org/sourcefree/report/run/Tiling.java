package org.sourcefree.report.run;

import static j2html.TagCreator.div;

import j2html.tags.DomContent;
import java.util.List;

/** Things of one size in rows that are as full as can be, at any width of the page. */
final class Tiling {
  private Tiling() {}

  /** Charts: up to four beside each other. */
  static DomContent charts(List<? extends DomContent> charts) {
    return tiled(charts, "charts", columns(charts.size(), 3), columns(charts.size(), 2), 1);
  }

  /** Two charts that belong together. */
  static DomContent pair(List<? extends DomContent> charts) {
    return tiled(charts, "charts", 2, 2, 1);
  }

  /** Pictures: up to four beside each other, two on a telephone. */
  static DomContent pictures(List<? extends DomContent> pictures) {
    return tiled(pictures, "tiles", columns(pictures.size(), 3), columns(pictures.size(), 2), 2);
  }

  private static DomContent tiled(
      List<? extends DomContent> things, String style, int wide, int middle, int narrow) {
    return div()
        .withClass("even " + style)
        .withStyle("--wide:%d;--middle:%d;--narrow:%d".formatted(wide, middle, narrow))
        .with(things);
  }

  /** So many columns or one more, whichever leaves fewer places empty. */
  static int columns(int count, int fewest) {
    return empty(count, fewest + 1) < empty(count, fewest) ? fewest + 1 : fewest;
  }

  private static int empty(int count, int columns) {
    return Math.floorMod(-count, columns);
  }
}
