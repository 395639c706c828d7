package org.sourcefree.report.run;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.sourcefree.report.DiscriminatorLosses;
import org.sourcefree.training.StepLosses;

/** How the runs' discriminators stand at the end. */
record DiscriminatorRows(List<Run> runs) {

  /** The table; empty if no run has a discriminator. */
  Optional<DomContent> html() {
    List<List<DiscriminatorLosses>> all = runs.stream().map(DiscriminatorRows::losses).toList();
    Set<String> names = new LinkedHashSet<>();
    all.forEach(each -> each.forEach(losses -> names.add(losses.name())));
    RunTable table = new RunTable(runs, "figures");
    for (String name : names) {
      row(table, name + ", loss on source", name, all, each -> Optional.of(each.source()));
      row(table, name + ", loss on target", name, all, each -> Optional.of(each.target()));
      row(table, name + ", mean of both", name, all, each -> Optional.of(each.mean()));
      row(table, "adversarial loss against " + name + ", first", name, all, each -> each.before());
      row(table, "adversarial loss against " + name + ", last", name, all, each -> each.after());
    }
    return table.isEmpty() ? Optional.empty() : Optional.of(table.html());
  }

  private static List<DiscriminatorLosses> losses(Run run) {
    List<Map<String, Double>> steps = new ArrayList<>();
    for (StepLosses step : run.steps()) {
      steps.add(step.terms());
    }
    return DiscriminatorLosses.of(steps);
  }

  private static void row(
      RunTable table,
      String title,
      String name,
      List<List<DiscriminatorLosses>> all,
      Function<DiscriminatorLosses, Optional<Double>> loss) {
    List<String> values = new ArrayList<>();
    for (List<DiscriminatorLosses> run : all) {
      values.add(
          run.stream()
              .filter(each -> each.name().equals(name))
              .findFirst()
              .flatMap(loss)
              .map(value -> String.format(Locale.ROOT, "%.2f", value))
              .orElse("–"));
    }
    table.row(title, values);
  }
}
