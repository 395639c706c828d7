package org.sourcefree.report.suite;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.csv.CSVRecord;
import org.sourcefree.experiment.Suite;

/** Table 1 or 2 of You et al. 2021 as printed, percent. */
record PublishedTable(String name, List<Row> rows) {
  /** The paper's class names that differ from Cityscapes'. */
  private static final Map<String, String> CLASS_NAMES =
      Map.of(
          "light", "traffic light",
          "sign", "traffic sign",
          "motorbike", "motorcycle",
          "bike", "bicycle");

  private static final Set<String> OTHER_COLUMNS =
      Set.of("method", "variant", "mechanism", "source_free", "gain", "source", "remark");
  private static final String MEAN = "miou";
  private static final Set<String> NOT_IN_13 = Set.of("wall", "fence", "pole");

  /** More than class values of one decimal can put between a mean and its printed value. */
  private static final double MISPRINT = 0.1;

  /**
   * A method's row.
   *
   * @param mechanism letters of self-training, adversarial training and translation
   * @param sourceFree whether it adapts without source data
   * @param iou by class; a cell that is empty in print is left out
   * @param means by the number of classes they go over; likewise
   */
  record Row(
      String method,
      String mechanism,
      boolean sourceFree,
      Map<String, Double> iou,
      Map<Integer, Double> means) {

    /** The mean over so many classes that the row's class values give; empty if one is missing. */
    Optional<Double> computed(int classes) {
      List<Double> values =
          iou.entrySet().stream()
              .filter(entry -> classes != 13 || !NOT_IN_13.contains(entry.getKey()))
              .map(Map.Entry::getValue)
              .toList();
      return Spread.of(values).filter(spread -> values.size() == classes).map(Spread::mean);
    }

    /** Whether the printed mean over so many classes contradicts the row's class values. */
    boolean misprinted(int classes) {
      Optional<Double> printed = Optional.ofNullable(means.get(classes));
      return printed.isPresent()
          && computed(classes)
              .filter(value -> Math.abs(value - printed.get()) > MISPRINT)
              .isPresent();
    }
  }

  static PublishedTable read(Suite.Published table) {
    String file =
        switch (table) {
          case TABLE_1 -> "table1_gta5_to_cityscapes.csv";
          case TABLE_2 -> "table2_synthia_to_cityscapes.csv";
        };
    String name = "You et al. 2021, " + (table == Suite.Published.TABLE_1 ? "Table 1" : "Table 2");
    return new PublishedTable(
        name, PublishedFile.read(file).stream().map(PublishedTable::row).toList());
  }

  Optional<Row> row(String title) {
    return rows.stream().filter(row -> row.method().equalsIgnoreCase(title)).findFirst();
  }

  /** The rows of methods that use source data. */
  List<Row> withSourceData() {
    return rows.stream().filter(row -> !row.sourceFree()).toList();
  }

  /** The numbers of classes that the table has means over. */
  List<Integer> meanSizes() {
    return rows.stream().flatMap(row -> row.means().keySet().stream()).distinct().toList();
  }

  /** A line with a column for every class and every mean. */
  static Row row(CSVRecord line) {
    Map<String, Double> iou = new LinkedHashMap<>();
    Map<Integer, Double> means = new LinkedHashMap<>();
    for (Map.Entry<String, String> entry : line.toMap().entrySet()) {
      String column = entry.getKey();
      String cell = entry.getValue();
      if (OTHER_COLUMNS.contains(column) || cell.isEmpty()) {
        continue;
      }
      if (column.startsWith(MEAN)) {
        means.put(Integer.valueOf(column.substring(MEAN.length())), Double.valueOf(cell));
      } else {
        iou.put(CLASS_NAMES.getOrDefault(column, column), Double.valueOf(cell));
      }
    }
    return new Row(
        line.get("method"),
        line.get("mechanism"),
        Boolean.parseBoolean(line.get("source_free")),
        iou,
        means);
  }
}
