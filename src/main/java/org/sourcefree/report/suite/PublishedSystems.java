package org.sourcefree.report.suite;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sourcefree.experiment.Suite;
import org.sourcefree.report.Format;

/** What other papers' systems published on the real data, beside what was measured of them here. */
record PublishedSystems(Measured measured, Suite.Published task) implements Section {
  private static final String NONE = "–";

  @Override
  public void write(Page page) {
    page.heading(3, "Published by other systems");
    page.block(
        "On the real data, percent, with where each figure was read and what is to be known of it;"
            + " beside it %s of this suite's rows of that system, which may be on other data."
                .formatted(Markdown.escape(measured.mainMean().name())));
    page.table(header(), PublishedSystem.read(task).stream().map(this::line).toList());
  }

  private List<String> header() {
    List<String> cells = new ArrayList<>(List.of("system", "mechanism", "source-free"));
    means().forEach(mean -> cells.add(Markdown.escape(mean.name())));
    cells.addAll(List.of("measured here", "read in", "remark"));
    return cells;
  }

  private List<String> line(PublishedSystem system) {
    PublishedTable.Row row = system.row();
    List<String> cells = new ArrayList<>();
    cells.add(Markdown.italic(Markdown.escape(system.title())));
    cells.addAll(MeasuredRow.kind(row.mechanism(), row.sourceFree()));
    for (Suite.Mean mean : means()) {
      cells.add(
          Optional.ofNullable(row.means().get(measured.classes(mean)))
              .map(value -> Markdown.italic(Format.decimal(value)))
              .orElse(NONE));
    }
    cells.add(here(system));
    cells.add(Markdown.escape(system.source()));
    cells.add(Markdown.escape(system.remark()));
    return cells;
  }

  private String here(PublishedSystem system) {
    return measured.finishedRows().stream()
        .filter(row -> system.isRunBy(row.title()))
        .flatMap(
            row ->
                row
                    .mean(measured.mainMean())
                    .map(mean -> Markdown.escape(row.title()) + " " + mean.text())
                    .stream())
        .collect(Collectors.joining("; "));
  }

  private List<Suite.Mean> means() {
    return measured.outcome().suite().means();
  }
}
