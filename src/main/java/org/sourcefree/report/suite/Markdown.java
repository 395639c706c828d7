package org.sourcefree.report.suite;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.sourcefree.PlainText;

/** Pieces of Markdown (CommonMark with GitHub's tables). */
public final class Markdown {
  private Markdown() {}

  /** Text that shows as it is, on one line. */
  public static String escape(String text) {
    return PlainText.markdown(text);
  }

  static String italic(String text) {
    return text.isEmpty() ? "" : "*" + text + "*";
  }

  static String bold(String text) {
    return "**" + text + "**";
  }

  /** A table whose first column is aligned left and the others right; cells are Markdown. */
  static String table(List<String> header, List<List<String>> rows) {
    StringBuilder text = new StringBuilder(line(header));
    text.append("|---|").append("---:|".repeat(header.size() - 1)).append('\n');
    rows.forEach(row -> text.append(line(row)));
    return text.toString();
  }

  private static String line(List<String> cells) {
    return cells.stream().collect(Collectors.joining(" | ", "| ", " |\n"));
  }

  /** The fragment that GitHub gives a heading. */
  static String fragment(String heading) {
    return heading.toLowerCase(Locale.ROOT).replaceAll("[^\\p{Alnum} _-]", "").replace(' ', '-');
  }
}
