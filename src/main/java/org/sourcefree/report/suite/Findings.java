package org.sourcefree.report.suite;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.sourcefree.experiment.Suite;
import org.sourcefree.report.Format;
import org.sourcefree.suite.SuiteOutcome.LabelRound;
import org.sourcefree.suite.SuiteOutcome.Run;

/** What the figures say, in sentences that state no causes, and the suite's notes, which may. */
record Findings(Measured measured) implements Section {
  /** The least difference that is not printed as 0.0, percent. */
  private static final double PRINTED = 0.05;

  @Override
  public void write(Page page) {
    page.heading(3, "Order of the rows");
    page.bullets(new OrderFindings(measured).sentences());
    page.heading(3, "Against target statistics");
    page.bullets(List.of(againstTargetStatistics()));
    List<String> collapse = collapse();
    if (!collapse.isEmpty()) {
      page.heading(3, "Collapse");
      page.block(
          "A class counts as collapsed when the pixels predicted as it fall under a tenth of their"
              + " share at the start, on the fixed target images that are watched. *Winner takes all* means that frequent classes take over the pixels of rare ones, as minimising entropy alone makes them do.");
      page.bullets(collapse);
    }
    listed(page, "Entropy of the watched images, first → last", byRow(Findings::entropy));
    listed(page, "Pseudo labels that are right, mean over classes", byRow(Findings::labels));
    listed(page, "How to read it", measured.outcome().suite().notes().orElse(List.of()));
  }

  private static void listed(Page page, String heading, List<String> sentences) {
    if (!sentences.isEmpty()) {
      page.heading(3, heading);
      page.bullets(sentences);
    }
  }

  private String againstTargetStatistics() {
    Optional<MeasuredRow> base = measured.row(Measured.TARGET_STATISTICS);
    if (base.isEmpty()) {
      return "No finished row is titled Target statistics.";
    }
    Suite.Mean mean = measured.mainMean();
    List<String> above = new ArrayList<>();
    for (MeasuredRow row : measured.finishedRows()) {
      Optional<Spread> gain = measured.gain(row, Measured.TARGET_STATISTICS);
      gain.filter(spread -> spread.mean() >= PRINTED)
          .ifPresent(
              spread ->
                  above.add("%s (%s)".formatted(Markdown.escape(row.title()), spread.signed())));
    }
    String figure = base.get().mean(mean).map(Spread::text).orElse("no figure");
    return above.isEmpty()
        ? "No other row is above Target statistics (%s).".formatted(figure)
        : "Above Target statistics (%s): %s; no other row is."
            .formatted(figure, Format.listed(above));
  }

  private List<String> collapse() {
    List<String> sentences = new ArrayList<>();
    for (MeasuredRow row : measured.finishedRows()) {
      long watched = row.finished().stream().filter(run -> run.watch().size() > 1).count();
      List<String> classes =
          Collapse.of(row, measured.outcome().classes().names()).stream()
              .map(collapse -> collapse.text((int) watched))
              .toList();
      String title = Markdown.bold(Markdown.escape(row.title()));
      if (!classes.isEmpty()) {
        sentences.add(title + ", winner takes all: " + String.join("; ", classes) + ".");
      } else if (watched > 0) {
        sentences.add(title + ": no class collapsed.");
      }
    }
    return sentences;
  }

  private static Optional<String> entropy(MeasuredRow row) {
    List<Run> watched = row.finished().stream().filter(run -> run.watch().size() > 1).toList();
    Optional<Spread> first =
        Spread.of(watched.stream().map(r -> r.watch().get(0).entropy()).toList());
    Optional<Spread> last =
        Spread.of(
            watched.stream().map(r -> r.watch().get(r.watch().size() - 1).entropy()).toList());
    return first.flatMap(
        from ->
            last.map(
                to ->
                    "%s → %s nats"
                        .formatted(Format.fixed(from.mean(), 3), Format.fixed(to.mean(), 3))));
  }

  private static Optional<String> labels(MeasuredRow row) {
    int rounds = row.finished().stream().mapToInt(run -> run.labels().size()).max().orElse(0);
    List<String> accuracies = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      int index = round;
      row.over(run -> accuracy(run, index))
          .ifPresent(
              spread -> accuracies.add("%s %% in round %d".formatted(spread.text(), index + 1)));
    }
    return accuracies.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", accuracies));
  }

  /** Percent of a round's labels that are right, mean over the classes where it is known. */
  private static Optional<Double> accuracy(Run run, int round) {
    if (round >= run.labels().size()) {
      return Optional.empty();
    }
    LabelRound labels = run.labels().get(round);
    return Spread.of(labels.accuracies().stream().flatMap(Optional::stream).toList())
        .map(spread -> 100 * spread.mean());
  }

  private List<String> byRow(Function<MeasuredRow, Optional<String>> sentence) {
    List<String> sentences = new ArrayList<>();
    for (MeasuredRow row : measured.finishedRows()) {
      sentence
          .apply(row)
          .ifPresent(
              text ->
                  sentences.add(Markdown.bold(Markdown.escape(row.title())) + ": " + text + "."));
    }
    return sentences;
  }
}
