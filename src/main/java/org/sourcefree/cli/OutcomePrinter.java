package org.sourcefree.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.sourcefree.report.ResultTable;
import org.sourcefree.run.Outcome;
import org.sourcefree.run.Panels;
import org.sourcefree.run.Results;
import org.sourcefree.run.Verdict;

/** Prints what a finished run measured and where its results lie. */
final class OutcomePrinter {
  private OutcomePrinter() {}

  static void print(Outcome outcome) {
    List<ResultTable.Row> rows = new ArrayList<>();
    Results results = outcome.results();
    results.before().ifPresent(scores -> rows.add(new ResultTable.Row("source only", scores)));
    results
        .targetStatistics()
        .ifPresent(scores -> rows.add(new ResultTable.Row("target statistics", scores)));
    String trained = results.before().isPresent() ? "adapted" : "pretrained";
    results.after().ifPresent(scores -> rows.add(new ResultTable.Row(trained, scores)));
    if (!rows.isEmpty()) {
      System.out.println(
          new ResultTable(outcome.classes().names(), rows).text(TerminalWidth.columns()));
    }
    results.verdict().ifPresent(OutcomePrinter::print);
    System.out.printf("Model: %s%n", outcome.savedModel());
    results.best().ifPresent(best -> print(best, outcome.folder()));
    System.out.printf("Pictures: %s%n", Panels.file(outcome.folder()));
    System.out.printf("Results: %s%n", outcome.folder().resolve("results.json"));
    results.verdict().ifPresent(verdict -> printNext(verdict.next()));
  }

  private static void print(Verdict verdict) {
    print("Verdict: " + verdict.sentence() + ".");
    verdict.against().ifPresent(against -> printChanges(verdict, against));
    print(verdict.health());
  }

  private static void printChanges(Verdict verdict, String against) {
    List<String> changes = new ArrayList<>();
    if (!verdict.gained().isEmpty()) {
      changes.add("gained most: " + points(verdict.gained()));
    }
    if (!verdict.lost().isEmpty()) {
      changes.add("lost most: " + points(verdict.lost()));
    }
    if (!changes.isEmpty()) {
      print("IoU against %s; %s.".formatted(against, String.join("; ", changes)));
    }
  }

  private static String points(Map<String, Double> changes) {
    return changes.entrySet().stream()
        .map(each -> String.format(Locale.ROOT, "%s %+.1f", each.getKey(), each.getValue()))
        .collect(Collectors.joining(", "));
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
