package org.sourcefree.report.run;

import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.p;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sourcefree.report.Format;
import org.sourcefree.run.Health;
import org.sourcefree.run.Verdict;

/** What a run came to, in the words of its results. */
record VerdictBlock(Run run) {

  /**
   * Empty of a run that has not ended, or was made by an older version.
   *
   * @param named whether the run is named
   */
  Optional<DomContent> html(boolean named) {
    return run.results()
        .verdict()
        .map(
            verdict ->
                div(
                        iff(named, p(RunTable.label(run))),
                        p(Format.sentence(verdict.sentence()) + ".").withClass("sentence"),
                        each(changes(verdict), change -> p(change)),
                        p(verdict.health()).withCondClass(isCollapsed(verdict), "sentence"))
                    .withClass("verdict r" + run.colour() % 8));
  }

  /** Whether the network that is handed over has collapsed, which is then what matters. */
  private boolean isCollapsed(Verdict verdict) {
    return run.results()
        .health()
        .filter(health -> health.network().equals(verdict.savedModel()))
        .filter(Health::isCollapsed)
        .isPresent();
  }

  private static List<String> changes(Verdict verdict) {
    List<String> changes = new ArrayList<>();
    if (!verdict.gained().isEmpty()) {
      changes.add("gained most: " + points(verdict.gained()));
    }
    if (!verdict.lost().isEmpty()) {
      changes.add("lost most: " + points(verdict.lost()));
    }
    return verdict.against().isEmpty() || changes.isEmpty()
        ? List.of()
        : List.of(
            "IoU against %s, points; %s."
                .formatted(verdict.against().get(), String.join("; ", changes)));
  }

  private static String points(Map<String, Double> changes) {
    return changes.entrySet().stream()
        .map(each -> each.getKey() + " " + Format.signed(each.getValue()))
        .collect(Collectors.joining(", "));
  }
}
