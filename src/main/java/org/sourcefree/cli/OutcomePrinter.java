package org.sourcefree.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.sourcefree.report.ResultTable;
import org.sourcefree.run.NetworkNames;
import org.sourcefree.run.Outcome;
import org.sourcefree.run.Panels;
import org.sourcefree.run.Results;
import org.sourcefree.run.Verdict;

/** Prints what a finished run measured and where its results lie, the page among them. */
final class OutcomePrinter {
  private OutcomePrinter() {}

  static void print(Outcome outcome) {
    List<ResultTable.Row> rows = new ArrayList<>();
    Results results = outcome.results();
    results
        .before()
        .ifPresent(scores -> rows.add(new ResultTable.Row(NetworkNames.SOURCE_ONLY, scores)));
    results
        .targetStatistics()
        .ifPresent(scores -> rows.add(new ResultTable.Row(NetworkNames.TARGET_STATISTICS, scores)));
    String trained = results.before().isPresent() ? NetworkNames.ADAPTED : NetworkNames.PRETRAINED;
    results.trained().ifPresent(scores -> rows.add(new ResultTable.Row(trained, scores)));
    if (!rows.isEmpty()) {
      System.out.println(
          new ResultTable(outcome.classes().names(), rows).text(TerminalWidth.columns()));
    }
    results.verdict().ifPresent(OutcomePrinter::print);
    System.out.printf("Model: %s%n", outcome.savedModel());
    results.best().ifPresent(best -> print(best, outcome.folder()));
    WrittenFiles.picture("Pictures", Panels.file(outcome.folder()));
    WrittenFiles.page(outcome.folder());
    System.out.printf("Results: %s%n", outcome.folder().resolve("results.json"));
    results.verdict().ifPresent(verdict -> printNext(verdict.next()));
  }

  private static void print(Verdict verdict) {
    print("Verdict: " + verdict.sentence() + ".");
    verdict.changes().ifPresent(OutcomePrinter::print);
    print(verdict.health());
  }

  private static void printNext(List<String> commands) {
    System.out.println("Next:");
    commands.forEach(command -> System.out.println("  " + command));
  }

  private static void print(String text) {
    System.out.println(TerminalWidth.wrapped(text));
  }

  private static void print(Results.Best best, Path folder) {
    String line =
        String.format(
            Locale.ROOT,
            "Best: %s, mIoU %.1f after %d steps (%s)",
            folder.resolve("best/saved_model"),
            best.scores().miou(),
            best.step(),
            best.note());
    System.out.println(TerminalWidth.wrapped(line));
  }
}
