package org.sourcefree.cli;

/** How many characters a line of the terminal holds; the launcher says it. */
final class TerminalWidth {
  private static final String COLUMNS = "sourcefree.columns";
  private static final int LEAST = 20;

  private TerminalWidth() {}

  /** Without end where there is no terminal, or its width is not known. */
  static int columns() {
    int columns = Integer.getInteger(COLUMNS, 0);
    return columns < LEAST ? Integer.MAX_VALUE : columns;
  }
}
