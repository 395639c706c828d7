package org.sourcefree.report.suite;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sourcefree.report.DiscriminatorLosses;
import org.sourcefree.suite.SuiteOutcome.CurvePoint;

/** How the rows' discriminators stand, of each row's first finished seed. */
record DiscriminatorTable(Measured measured) implements Section {
  private static final List<String> HEADER =
      List.of(
          "row",
          "discriminator",
          "loss on source",
          "on target",
          "mean",
          "adversarial loss, first",
          "last");

  /** Whether any row has a discriminator. */
  boolean isNeeded() {
    return !lines().isEmpty();
  }

  @Override
  public void write(Page page) {
    page.block("First finished seed of each row. " + DiscriminatorLosses.SIGNS);
    page.table(HEADER, lines());
  }

  private List<List<String>> lines() {
    List<List<String>> lines = new ArrayList<>();
    for (MeasuredRow row : measured.finishedRows()) {
      List<CurvePoint> curve = row.first().map(run -> run.curve()).orElse(List.of());
      for (DiscriminatorLosses each :
          DiscriminatorLosses.of(curve.stream().map(DiscriminatorTable::byName).toList())) {
        lines.add(
            List.of(
                Markdown.bold(Markdown.escape(row.title())),
                Markdown.escape(each.name()),
                text(Optional.of(each.source())),
                text(Optional.of(each.target())),
                text(Optional.of(each.mean())),
                text(each.before()),
                text(each.after())));
      }
    }
    return lines;
  }

  private static Map<String, Double> byName(CurvePoint point) {
    Map<String, Double> values = new LinkedHashMap<>();
    point.terms().forEach(term -> values.put(term.term(), term.value()));
    return values;
  }

  private static String text(Optional<Double> loss) {
    return loss.map(value -> String.format(Locale.ROOT, "%.2f", value)).orElse("–");
  }
}
