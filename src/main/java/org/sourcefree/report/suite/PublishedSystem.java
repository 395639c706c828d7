package org.sourcefree.report.suite;

import java.util.List;
import java.util.Locale;
import org.apache.commons.csv.CSVRecord;
import org.sourcefree.experiment.Suite;

/**
 * What was published of another paper's system, in one of its variants.
 *
 * @param row figures in percent; without means where none was published for this network
 * @param variant which of several that bear the method's name; empty where there is one
 * @param source where the figures were read
 * @param remark what they are to be read with; may be empty
 */
record PublishedSystem(PublishedTable.Row row, String variant, String source, String remark) {

  /** The systems of the task of that table. */
  static List<PublishedSystem> read(Suite.Published table) {
    String file =
        switch (table) {
          case TABLE_1 -> "systems_gta5_to_cityscapes.csv";
          case TABLE_2 -> "systems_synthia_to_cityscapes.csv";
        };
    return PublishedFile.read(file).stream().map(PublishedSystem::of).toList();
  }

  private static PublishedSystem of(CSVRecord line) {
    return new PublishedSystem(
        PublishedTable.row(line), line.get("variant"), line.get("source"), line.get("remark"));
  }

  /** As in "CLAN, CVPR 2019". */
  String title() {
    return variant.isEmpty() ? row.method() : row.method() + ", " + variant;
  }

  /**
   * Whether a suite's row of that title runs the system, in whichever variant, and adds nothing to
   * it as in "CLAN, CVPR 2019 + target statistics".
   */
  boolean isRunBy(String title) {
    if (title.contains(" + ")) {
      return false;
    }
    return title.equalsIgnoreCase(row.method())
        || title.toLowerCase(Locale.ROOT).startsWith(row.method().toLowerCase(Locale.ROOT) + ",");
  }
}
