package org.sourcefree.report.suite;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sourcefree.experiment.Suite;
import org.sourcefree.report.Format;

/**
 * Title, summary, contents, machine and commands.
 *
 * @param commands that made the report
 * @param headings of the parts that follow
 */
record Opening(Measured measured, List<String> commands, List<String> headings) implements Section {

  @Override
  public void write(Page page) {
    page.heading(1, measured.outcome().suite().title());
    page.block(summary());
    page.block(
        headings.stream()
            .map(heading -> "[%s](#%s)".formatted(heading, Markdown.fragment(heading)))
            .collect(Collectors.joining(" · ")));
    page.bullets(
        measured.outcome().machine().stream()
            .map(fact -> Markdown.escape(fact.name()) + ": " + Markdown.escape(fact.value()))
            .toList());
    page.code(commands);
  }

  private String summary() {
    List<String> sentences = new ArrayList<>();
    sentences.add(counts());
    best().ifPresent(sentences::add);
    measured.row("LD").map(this::standing).ifPresent(sentences::add);
    measured
        .published()
        .ifPresent(
            table ->
                sentences.add(
                    "Rows in italics are published numbers (%s), from other data, networks and hardware."
                        .formatted(table.name())));
    return String.join(" ", sentences);
  }

  private String counts() {
    int rows = measured.rows().size();
    int complete =
        (int)
            measured.rows().stream()
                .filter(row -> row.finished().size() == row.row().runs().size())
                .filter(MeasuredRow::hasFinished)
                .count();
    List<Long> seeds = measured.outcome().suite().seeds();
    return "%d of %d rows are complete, over %s; figures are IoU in percent, mean ± sample standard deviation over seeds."
        .formatted(
            complete,
            rows,
            seeds.size() == 1
                ? "seed " + seeds.get(0)
                : "seeds " + Format.listed(seeds.stream().map(String::valueOf).toList()));
  }

  private Optional<String> best() {
    Suite.Mean mean = measured.mainMean();
    return measured.finishedRows().stream()
        .filter(row -> row.mean(mean).isPresent())
        .max(Comparator.comparingDouble(row -> row.mean(mean).map(Spread::mean).orElseThrow()))
        .map(
            row ->
                "%s has the highest %s, %s."
                    .formatted(
                        Markdown.escape(row.title()),
                        Markdown.escape(mean.name()),
                        row.mean(mean).map(Spread::text).orElseThrow()));
  }

  private String standing(MeasuredRow row) {
    StringBuilder text = new StringBuilder("LD came to ");
    text.append(row.mean(measured.mainMean()).map(Spread::text).orElse("no figure"));
    for (String base : List.of(Measured.SOURCE_ONLY, Measured.TARGET_STATISTICS)) {
      measured
          .gain(row, base)
          .ifPresent(gain -> text.append(", %s over %s".formatted(gain.signed(), base)));
    }
    return text.append('.').toString();
  }
}
