package org.sourcefree.report.suite;

/** A part of the report under a heading of its own. */
interface Part {
  /** Writes the part's blocks. */
  void write(Page page);
}
