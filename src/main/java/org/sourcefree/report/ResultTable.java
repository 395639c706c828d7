package org.sourcefree.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.sourcefree.evaluation.Scores;

/**
 * Results as the papers print them: a row a network, a column a class and mIoU at the end, percent.
 *
 * @param classes names in the order of the columns
 * @param rows in the order shown
 */
public record ResultTable(List<String> classes, List<Row> rows) {
  private static final int LONGEST_NAME = 40;

  /** So many are in sight at once on any terminal, with what follows them. */
  private static final int FEW_LINES = 12;

  /** Keeps copies of the lists. */
  public ResultTable {
    classes = List.copyOf(classes);
    rows = List.copyOf(rows);
  }

  /**
   * One line of the table.
   *
   * @param name of the network, e.g. {@code source only}; shown up to 40 characters
   */
  public record Row(String name, Scores scores) {}

  /** The table with aligned columns; a class in neither truth nor prediction shows as absent. */
  public String text() {
    return aligned(byNetwork());
  }

  /**
   * The same for a terminal: where it is not as wide as the table, a row is a class and a column a
   * network, and the networks' names stand once more above the mean, as such a table is often
   * higher than the terminal.
   *
   * @param columns of the terminal, characters
   */
  public String text(int columns) {
    String table = text();
    return table.lines().allMatch(line -> line.length() <= columns)
        ? table
        : aligned(turned(byNetwork()));
  }

  private List<List<String>> byNetwork() {
    List<List<String>> lines = new ArrayList<>();
    lines.add(header());
    rows.forEach(row -> lines.add(cells(row)));
    return lines;
  }

  private List<List<String>> turned(List<List<String>> lines) {
    List<List<String>> turned = new ArrayList<>();
    for (int i = 0; i < classes.size() + 2; i++) {
      int cell = i;
      List<String> line = new ArrayList<>(lines.stream().map(each -> each.get(cell)).toList());
      if (i > 0 && i <= classes.size()) {
        line.set(0, cut(classes.get(i - 1)));
      }
      turned.add(line);
    }
    if (turned.size() > FEW_LINES) {
      turned.add(turned.size() - 1, turned.get(0));
    }
    return turned;
  }

  private static String aligned(List<List<String>> lines) {
    int[] widths = new int[lines.get(0).size()];
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    StringBuilder out = new StringBuilder();
    for (List<String> line : lines) {
      out.append(left(line.get(0), widths[0]));
      for (int i = 1; i < widths.length; i++) {
        out.append("  ").append(right(line.get(i), widths[i]));
      }
      out.append('\n');
    }
    return out.toString();
  }

  private List<String> header() {
    List<String> cells = new ArrayList<>();
    cells.add("");
    cells.addAll(ShortNames.of(classes));
    cells.add("mIoU");
    return cells;
  }

  private List<String> cells(Row row) {
    List<String> cells = new ArrayList<>();
    cells.add(cut(row.name()));
    classes.forEach(name -> cells.add(percent(row.scores().iou().get(name))));
    cells.add(percent(row.scores().miou()));
    return cells;
  }

  private static String cut(String name) {
    return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME - 1).strip() + "…";
  }

  private static String percent(@Nullable Double value) {
    return value == null || value.isNaN() ? "absent" : String.format(Locale.ROOT, "%.1f", value);
  }

  private static String left(String text, int width) {
    return text + " ".repeat(width - text.length());
  }

  private static String right(String text, int width) {
    return " ".repeat(width - text.length()) + text;
  }
}
