package org.sourcefree.report.suite;

/** A section of the report, under a heading of its own. */
interface Section {
  /** Writes the section's blocks. */
  void write(Page page);
}
