package org.sourcefree.report.suite;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sourcefree.experiment.Suite;
import org.sourcefree.report.Format;
import org.sourcefree.report.ShortNames;
import org.sourcefree.suite.SuiteOutcome.SeedRun;

/** Every row's IoU, measured above published, and what failed. */
record MainTable(Measured measured) implements Section {
  /** Behind the class columns and means: the two gains. */
  private static final String NO_FIGURE = "–";

  @Override
  public void write(Page page) {
    page.table(header(), lines());
    page.block(
        "Percent. `absent`: the class occurs in neither truth nor prediction and in no mean; – : no"
            + " figure. An empty cell of a published row could not be read from the paper's text."
            + (namesKinds()
                ? " S is self-training, A adversarial training, T image translation."
                : "")
            + " The last two columns are differences of %s, of published rows those of the printed means."
                .formatted(Markdown.escape(measured.mainMean().name())));
    page.bullets(unfinished());
    measured.published().ifPresent(table -> new SourceDataTable(measured, table).write(page));
    measured
        .outcome()
        .suite()
        .published()
        .ifPresent(task -> new PublishedSystems(measured, task).write(page));
  }

  private List<String> header() {
    List<String> cells = new ArrayList<>(List.of("row"));
    if (namesKinds()) {
      cells.addAll(List.of("mechanism", "source-free"));
    }
    cells.add("seeds");
    ShortNames.of(classes()).forEach(name -> cells.add(Markdown.escape(name)));
    means().forEach(mean -> cells.add(Markdown.escape(mean.name())));
    cells.add("over " + Measured.SOURCE_ONLY);
    cells.add("over " + Measured.TARGET_STATISTICS);
    return cells;
  }

  /** Whether a row says how it adapts, so that the table has columns for it. */
  private boolean namesKinds() {
    return measured.rows().stream().anyMatch(row -> row.row().row().mechanism().isPresent());
  }

  private void addKind(List<String> kind, List<String> cells) {
    if (namesKinds()) {
      cells.addAll(kind);
    }
  }

  private List<List<String>> lines() {
    List<List<String>> lines = new ArrayList<>();
    for (MeasuredRow row : measured.rows()) {
      lines.add(row.hasFinished() ? measuredLine(row) : emptyLine(row));
      measured
          .published()
          .flatMap(table -> table.row(row.title()).map(found -> publishedLine(table, found)))
          .ifPresent(lines::add);
    }
    return lines;
  }

  private List<String> measuredLine(MeasuredRow row) {
    List<String> cells = new ArrayList<>();
    cells.add(Markdown.bold(Markdown.escape(row.title())));
    addKind(row.kind(), cells);
    int asked = row.row().runs().size();
    int finished = row.finished().size();
    cells.add(asked == finished ? Integer.toString(asked) : "%d of %d".formatted(finished, asked));
    classes().forEach(name -> cells.add(row.iou(name).map(Spread::text).orElse("absent")));
    means().forEach(mean -> cells.add(row.mean(mean).map(Spread::text).orElse(NO_FIGURE)));
    cells.add(gain(row, Measured.SOURCE_ONLY));
    cells.add(row.isReference() ? "" : gain(row, Measured.TARGET_STATISTICS));
    return cells;
  }

  private String gain(MeasuredRow row, String over) {
    return measured.gain(row, over).map(Spread::signed).orElse("");
  }

  private List<String> emptyLine(MeasuredRow row) {
    boolean failed = row.row().runs().stream().anyMatch(run -> run.failure().isPresent());
    List<String> cells = new ArrayList<>();
    cells.add(Markdown.bold(Markdown.escape(row.title())));
    addKind(row.kind(), cells);
    cells.add("0 of " + row.row().runs().size());
    classes().forEach(name -> cells.add(NO_FIGURE));
    means().forEach(mean -> cells.add(failed ? "failed" : "not run"));
    cells.add("");
    cells.add("");
    return cells;
  }

  private List<String> publishedLine(PublishedTable table, PublishedTable.Row row) {
    List<String> cells = new ArrayList<>();
    cells.add(Markdown.italic(Markdown.escape(row.method()) + ", published"));
    addKind(MeasuredRow.kind(row.mechanism(), row.sourceFree()), cells);
    cells.add("");
    cells.addAll(SourceDataTable.figures(measured, row));
    int size = measured.classes(measured.mainMean());
    Optional<Double> base =
        table.row(Measured.SOURCE_ONLY).map(PublishedTable.Row::means).map(m -> m.get(size));
    Optional<Double> own = Optional.ofNullable(row.means().get(size));
    boolean gains = !row.method().equals(Measured.SOURCE_ONLY);
    cells.add(
        base.filter(value -> gains)
            .flatMap(from -> own.map(to -> Markdown.italic(Format.signed(to - from))))
            .orElse(""));
    cells.add("");
    return cells;
  }

  private List<String> unfinished() {
    List<String> untouched = new ArrayList<>();
    List<String> sentences = new ArrayList<>();
    for (MeasuredRow row : measured.rows()) {
      List<SeedRun> runs = row.row().runs();
      if (runs.stream().allMatch(run -> run.run().isEmpty() && run.failure().isEmpty())) {
        untouched.add(row.title());
        continue;
      }
      for (SeedRun run : runs) {
        if (run.run().isEmpty()) {
          String reason = run.failure().map(text -> "failed: " + text).orElse("has not been run");
          sentences.add(
              Markdown.escape("%s, seed %d, %s".formatted(row.title(), run.seed(), reason)));
        }
      }
    }
    if (!untouched.isEmpty()) {
      String have = untouched.size() == 1 ? "has" : "have";
      sentences.add(
          Markdown.escape("%s %s not been run".formatted(String.join("; ", untouched), have)));
    }
    return sentences;
  }

  private List<String> classes() {
    return measured.outcome().classes().names();
  }

  private List<Suite.Mean> means() {
    return measured.outcome().suite().means();
  }
}
