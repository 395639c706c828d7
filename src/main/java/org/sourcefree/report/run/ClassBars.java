package org.sourcefree.report.run;

import static j2html.TagCreator.caption;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.tfoot;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;

import j2html.tags.DomContent;
import j2html.tags.specialized.TrTag;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.sourcefree.evaluation.Difference;
import org.sourcefree.evaluation.Scores;
import org.sourcefree.report.Format;
import org.sourcefree.run.NetworkNames;

/** A table of a run: the IoU of every class by each of its networks, as bars and as numbers. */
record ClassBars(Run run) {
  private static final String MEAN = "mIoU";
  private static final String NONE = "–";

  /**
   * A network that was measured.
   *
   * @param style of its bars
   */
  private record Network(String name, String style, Scores scores) {}

  /** Empty if nothing was measured. */
  Optional<DomContent> html() {
    List<Network> networks = networks();
    if (networks.isEmpty()) {
      return Optional.empty();
    }
    List<DomContent> heads = new ArrayList<>();
    networks.forEach(network -> heads.add(head(network.name())));
    compared(networks).forEach(other -> heads.add(head("against " + other.name())));
    return Optional.of(
        table(
                caption(RunTable.label(run)),
                thead(tr(head("Class"), td()).with(heads)),
                tbody(
                    each(
                        run.classNames(),
                        name -> row(name, networks, scores -> iou(scores, name)))),
                tfoot(row(MEAN, networks, scores -> Optional.of(scores.miou()))))
            .withClass("bars r" + run.colour() % 8));
  }

  private List<Network> networks() {
    List<Network> networks = new ArrayList<>();
    run.results()
        .before()
        .ifPresent(found -> networks.add(new Network(NetworkNames.SOURCE_ONLY, "before", found)));
    run.results()
        .targetStatistics()
        .ifPresent(
            found ->
                networks.add(new Network(NetworkNames.TARGET_STATISTICS, "statistics", found)));
    run.results()
        .trained()
        .ifPresent(found -> networks.add(new Network(run.trained(), "after", found)));
    return networks;
  }

  /** The networks that what the run made is compared with. */
  private List<Network> compared(List<Network> networks) {
    return run.results().trained().isEmpty() ? List.of() : networks.subList(0, networks.size() - 1);
  }

  private static DomContent head(String text) {
    return th(text).attr("scope", "col");
  }

  private static Optional<Double> iou(Scores scores, String name) {
    return Optional.ofNullable(scores.iou().get(name));
  }

  private TrTag row(
      String name, List<Network> networks, Function<Scores, Optional<Double>> percent) {
    TrTag row = tr(th(name).attr("scope", "row"));
    row.with(
        td(each(networks, each -> bar(each.style(), percent.apply(each.scores()))))
            .withClass("bar"));
    networks.forEach(each -> row.with(td(text(percent.apply(each.scores())))));
    for (Network other : compared(networks)) {
      Optional<Double> to = percent.apply(networks.get(networks.size() - 1).scores());
      Optional<Double> change =
          percent
              .apply(other.scores())
              .flatMap(from -> to.map(value -> Difference.points(value, from)));
      row.with(td(change.map(Format::signed).orElse(NONE)));
    }
    return row;
  }

  private static DomContent bar(String style, Optional<Double> percent) {
    double width = Math.max(0, Math.min(100, percent.orElse(0.0)));
    return div().withClass(style).withStyle(String.format(Locale.ROOT, "width:%.1f%%", width));
  }

  private static String text(Optional<Double> percent) {
    return percent.map(Format::decimal).orElse(NONE);
  }
}
