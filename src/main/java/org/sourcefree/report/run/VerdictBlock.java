package org.sourcefree.report.run;

import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.p;

import j2html.tags.DomContent;
import java.util.Optional;
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
                        each(verdict.changes().stream().toList(), change -> p(change)),
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
}
