package org.sourcefree.report.suite;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sourcefree.experiment.Suite;
import org.sourcefree.report.Format;
import org.sourcefree.report.ShortNames;

/** The published rows of methods that use source data, and the paper's misprinted means. */
record SourceDataTable(Measured measured, PublishedTable published) implements Section {

  @Override
  public void write(Page page) {
    List<String> classes = measured.outcome().classes().names();
    List<Suite.Mean> means = measured.outcome().suite().means();
    List<String> header = new ArrayList<>(List.of("row"));
    ShortNames.of(classes).forEach(name -> header.add(Markdown.escape(name)));
    means.forEach(mean -> header.add(Markdown.escape(mean.name())));
    List<List<String>> lines = new ArrayList<>();
    for (PublishedTable.Row row : unmeasured()) {
      List<String> line = new ArrayList<>();
      line.add(Markdown.italic(Markdown.escape(row.method()) + ", published"));
      line.addAll(figures(measured, row));
      lines.add(line);
    }
    if (!lines.isEmpty()) {
      page.heading(3, "Published, with source data");
      page.block(
          "Methods that need source data, " + published.name() + "; none of these was run here.");
      page.table(header, lines);
    }
    page.bullets(misprints());
  }

  /** Rows that stand under no measured one. */
  private List<PublishedTable.Row> unmeasured() {
    return published.withSourceData().stream()
        .filter(
            row ->
                measured.rows().stream()
                    .noneMatch(own -> row.method().equalsIgnoreCase(own.title())))
        .toList();
  }

  /** A published row's class and mean cells, in the suite's columns; unreadable ones are empty. */
  static List<String> figures(Measured measured, PublishedTable.Row row) {
    List<String> cells = new ArrayList<>();
    for (String name : measured.outcome().classes().names()) {
      cells.add(cell(Optional.ofNullable(row.iou().get(name)), ""));
    }
    for (Suite.Mean mean : measured.outcome().suite().means()) {
      int size = measured.classes(mean);
      String mark = row.misprinted(size) ? "†" : "";
      cells.add(cell(Optional.ofNullable(row.means().get(size)), mark));
    }
    return cells;
  }

  private static String cell(Optional<Double> value, String mark) {
    return value.map(v -> Markdown.italic(Format.decimal(v) + mark)).orElse("");
  }

  private List<String> misprints() {
    List<String> notes = new ArrayList<>();
    for (PublishedTable.Row row : published.rows()) {
      for (int size : published.meanSizes()) {
        if (row.misprinted(size)) {
          notes.add(
              "† %s: the mean over %d classes is printed as %s; its class values give %s."
                  .formatted(
                      row.method(),
                      size,
                      Format.decimal(row.means().getOrDefault(size, 0.0)),
                      Format.decimal(row.computed(size).orElseThrow())));
        }
      }
    }
    return notes;
  }
}
