package org.sourcefree.report.run;

import static j2html.TagCreator.caption;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;

import j2html.tags.DomContent;
import java.util.List;
import java.util.Optional;
import org.sourcefree.report.Format;
import org.sourcefree.run.CandidateScores;
import org.sourcefree.run.Verdict;

/** The networks that a run met and could have handed over, a row each. */
record MetTable(Run run) {
  private static final List<String> HEADS =
      List.of(
          "Network",
          "steps",
          "mIoU, %",
          "entropy, nats",
          "labelled as where training started, %",
          "least share kept, %",
          "classes vanished",
          "kept in");

  /** Empty if the results name none. */
  Optional<DomContent> html() {
    return run.results()
        .candidates()
        .filter(networks -> !networks.isEmpty())
        .map(
            networks ->
                div(table(
                            caption(RunTable.label(run)),
                            thead(tr(each(HEADS, head -> th(head).attr("scope", "col")))),
                            tbody(each(networks, this::row)))
                        .withClass("runs met"))
                    .withClass("wide"));
  }

  private DomContent row(CandidateScores network) {
    boolean chosen =
        run.results().verdict().map(Verdict::savedModel).filter(network.name()::equals).isPresent();
    return tr(
            th(network.name()).attr("scope", "row"),
            td(Long.toString(network.step())),
            td(network.miou().map(Format::decimal).orElse("–")),
            td(Format.fixed(network.entropy(), 3)),
            td(Format.decimal(100 * network.agreementBefore())),
            td(Format.decimal(100 * network.leastShare())),
            td(Integer.toString(network.vanished().size())),
            td(network.savedModel().orElse("–")))
        .withCondClass(chosen, "chosen");
  }
}
