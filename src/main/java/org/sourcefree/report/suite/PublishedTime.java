package org.sourcefree.report.suite;

import java.util.List;
import java.util.Optional;
import org.sourcefree.experiment.Suite;

/**
 * A line of Table 3 of You et al. 2021.
 *
 * @param gigabytes size of the training data
 * @param seconds of training
 * @param speedup how many times faster LD is; empty of LD
 */
record PublishedTime(String method, double gigabytes, double seconds, Optional<Double> speedup) {

  /** The lines of the task of that table. */
  static List<PublishedTime> read(Suite.Published table) {
    String task =
        switch (table) {
          case TABLE_1 -> "GTA5->Cityscapes";
          case TABLE_2 -> "SYNTHIA->Cityscapes";
        };
    return PublishedFile.read("table3_efficiency.csv").stream()
        .filter(line -> line.get("task").equals(task))
        .map(
            line ->
                new PublishedTime(
                    line.get("method"),
                    Double.parseDouble(line.get("training_data_gb")),
                    Double.parseDouble(line.get("training_time_s")),
                    Optional.of(line.get("speedup"))
                        .filter(cell -> !cell.isEmpty())
                        .map(Double::valueOf)))
        .toList();
  }
}
