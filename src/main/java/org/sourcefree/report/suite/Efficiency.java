package org.sourcefree.report.suite;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sourcefree.experiment.Suite;
import org.sourcefree.report.Format;
import org.sourcefree.suite.SuiteOutcome;
import org.sourcefree.suite.SuiteOutcome.Fact;

/** Table 3: what adaptation reads and how long it takes. */
record Efficiency(Measured measured) implements Section {

  @Override
  public void write(Page page) {
    Suite.Mean mean = measured.mainMean();
    List<List<String>> lines = new ArrayList<>();
    measured.finishedRows().stream()
        .filter(MeasuredRow::trains)
        .map(this::line)
        .forEach(lines::add);
    measured
        .outcome()
        .suite()
        .published()
        .ifPresent(table -> PublishedTime.read(table).forEach(time -> lines.add(line(time))));
    page.table(
        List.of(
            "row",
            "adaptation data",
            "bytes",
            "seconds to the reported " + Markdown.escape(mean.name()),
            "times LD's",
            Markdown.escape(mean.name())),
        lines);
    page.block(
        "Bytes are the image files that adaptation reads; seconds are wall time of labelling and"
            + " training with all that belongs to them, without evaluations"
            + resumed()
            + ". Measured on: "
            + Markdown.escape(hardware())
            + ". Published rows (You et al. 2021, Table 3): other hardware, networks and data, for"
            + " orientation only.");
  }

  private String resumed() {
    boolean any =
        measured.finishedRows().stream()
            .flatMap(row -> row.finished().stream())
            .anyMatch(SuiteOutcome.Run::resumed);
    return any ? "; those of runs that were interrupted hold a second start" : "";
  }

  private String hardware() {
    List<Fact> machine = measured.outcome().machine();
    return machine.isEmpty()
        ? "a machine that was not recorded"
        : String.join("; ", machine.stream().map(f -> f.name() + " " + f.value()).toList());
  }

  private List<String> line(MeasuredRow row) {
    double bytes = row.over(r -> Optional.of((double) r.targetBytes())).orElseThrow().mean();
    Optional<Spread> seconds = row.over(run -> Optional.of(run.seconds()));
    Optional<Double> ld =
        measured
            .row("LD")
            .flatMap(r -> r.over(run -> Optional.of(run.seconds())))
            .map(Spread::mean);
    return List.of(
        Markdown.bold(Markdown.escape(row.title())),
        Format.bytes(bytes),
        Format.grouped(bytes),
        seconds.map(Spread::text).orElse(""),
        ld.filter(base -> base > 0)
            .flatMap(base -> seconds.map(own -> Format.fixed(own.mean() / base, 2)))
            .orElse(""),
        row.mean(measured.mainMean()).map(Spread::text).orElse("–"));
  }

  private List<String> line(PublishedTime time) {
    int size = measured.classes(measured.mainMean());
    Optional<Double> miou =
        measured
            .published()
            .flatMap(table -> table.row(time.method()))
            .flatMap(row -> Optional.ofNullable(row.means().get(size)));
    return List.of(
        Markdown.italic(Markdown.escape(time.method()) + ", published"),
        Markdown.italic(Format.decimal(time.gigabytes()) + " GB"),
        "",
        Markdown.italic(Format.decimal(time.seconds())),
        time.speedup().map(value -> Markdown.italic(Format.fixed(value, 2))).orElse(""),
        miou.map(value -> Markdown.italic(Format.decimal(value))).orElse(""));
  }
}
