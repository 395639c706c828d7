package org.sourcefree;

import java.util.Locale;

/**
 * Text that others wrote, such as the name of a file or of a class, on its way to a terminal, a log
 * or a message. What steers a terminal, breaks a line, turns the order of reading or cannot be seen
 * is written as an escape: <code>&#92;u001b</code>, <code>&#92;n</code>. All else stays.
 */
public final class PlainText {
  private static final int ZERO_WIDTH_NON_JOINER = 0x200c;
  private static final int ZERO_WIDTH_JOINER = 0x200d;

  private PlainText() {}

  /** On one line. */
  public static String line(String text) {
    return escaped(text, false);
  }

  /** The same, but line breaks and tabs stay. */
  public static String lines(String text) {
    return escaped(text, true);
  }

  /** Whether {@link #line} leaves a text as it is. */
  public static boolean isPlain(String text) {
    return text.codePoints().noneMatch(PlainText::isEscaped);
  }

  /** In a Markdown document, where it shows as it is, on one line. */
  public static String markdown(String text) {
    return line(text.replaceAll("\\s*\\R\\s*", " "))
        .replaceAll("([\\\\`*\\[\\]<>|#&~])", "\\\\$1")
        .replaceAll("(?<![\\p{Alnum}])_|_(?![\\p{Alnum}])", "\\\\_")
        .replaceAll("://", ":\\\\//")
        .replaceAll("(?i)(www)\\.", "$1\\\\.");
  }

  private static String escaped(String text, boolean severalLines) {
    if (isPlain(text)) {
      return text;
    }
    StringBuilder out = new StringBuilder();
    int[] points = text.codePoints().toArray();
    for (int i = 0; i < points.length; i++) {
      boolean followed = i + 1 < points.length && points[i + 1] == '\n';
      boolean kept = points[i] == '\n' || points[i] == '\t' || (points[i] == '\r' && followed);
      if (isEscaped(points[i]) && !(severalLines && kept)) {
        out.append(escape(points[i]));
      } else {
        out.appendCodePoint(points[i]);
      }
    }
    return out.toString();
  }

  /** Emoji and several scripts need the joiners. */
  private static boolean isEscaped(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      case Character.FORMAT -> point != ZERO_WIDTH_JOINER && point != ZERO_WIDTH_NON_JOINER;
      default -> false;
    };
  }

  private static String escape(int point) {
    return switch (point) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default -> String.format(Locale.ROOT, point < 0x10000 ? "\\u%04x" : "\\U%08x", point);
    };
  }
}
