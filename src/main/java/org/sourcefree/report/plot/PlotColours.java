package org.sourcefree.report.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.List;
import org.knowm.xchart.style.lines.SeriesLines;

/** Ten colours that colour-blind readers tell apart: Paul Tol's "muted", and grey. */
final class PlotColours {
  private static final List<Integer> COLOURS =
      List.of(
          0x777777, 0x332288, 0xCC6677, 0x88CCEE, 0xDDCC77, 0x999933, 0xAA4499, 0x44AA99, 0x882255,
          0x117733);
  private static final List<BasicStroke> STROKES =
      List.of(SeriesLines.SOLID, SeriesLines.DASH_DASH, SeriesLines.DOT_DOT);

  private PlotColours() {}

  static Color colour(int index) {
    return new Color(COLOURS.get(index % COLOURS.size()));
  }

  /** Solid for the first ten, dashed for the next. */
  static BasicStroke stroke(int index) {
    return STROKES.get(index / COLOURS.size() % STROKES.size());
  }
}
