package org.sourcefree.report.run;

import static j2html.TagCreator.caption;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.tfoot;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;

import j2html.tags.DomContent;
import j2html.tags.specialized.TrTag;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sourcefree.evaluation.Scores;
import org.sourcefree.report.Format;

/** A table of a run: the IoU of every class before and after training, as bars and as numbers. */
record ClassBars(Run run) {
  private static final String MEAN = "mIoU";
  private static final String NONE = "–";

  /** Empty if nothing was measured. */
  Optional<DomContent> html() {
    Optional<Scores> before = run.results().before();
    Optional<Scores> after = run.results().after();
    if (before.isEmpty() && after.isEmpty()) {
      return Optional.empty();
    }
    boolean both = before.isPresent() && after.isPresent();
    List<String> classes = run.classNames();
    return Optional.of(
        table(
                caption(RunTable.label(run)),
                thead(
                    tr(
                        th("Class").attr("scope", "col"),
                        td(),
                        iff(before.isPresent(), th("source only").attr("scope", "col")),
                        iff(after.isPresent(), th(run.trained()).attr("scope", "col")),
                        iff(both, th("change").attr("scope", "col")))),
                tbody(
                    each(
                        classes,
                        name -> row(name, before.map(Scores::iou), after.map(Scores::iou)))),
                tfoot(
                    row(
                        MEAN,
                        before.map(scores -> Map.of(MEAN, scores.miou())),
                        after.map(scores -> Map.of(MEAN, scores.miou())))))
            .withClass("bars r" + run.colour() % 8));
  }

  /** What stands under the name, where the model was measured. */
  private static TrTag row(
      String name, Optional<Map<String, Double>> before, Optional<Map<String, Double>> after) {
    Optional<Double> old = before.map(iou -> iou.get(name));
    Optional<Double> trained = after.map(iou -> iou.get(name));
    TrTag row =
        tr(
            th(name).attr("scope", "row"),
            td(
                    iff(before.isPresent(), bar("before", old)),
                    iff(after.isPresent(), bar("after", trained)))
                .withClass("bar"),
            iff(before.isPresent(), td(text(old))),
            iff(after.isPresent(), td(text(trained))));
    Optional<Double> change = old.flatMap(from -> trained.map(to -> to - from));
    return row.condWith(
        before.isPresent() && after.isPresent(), td(change.map(Format::signed).orElse(NONE)));
  }

  private static DomContent bar(String style, Optional<Double> percent) {
    double width = Math.max(0, Math.min(100, percent.orElse(0.0)));
    return div().withClass(style).withStyle(String.format(Locale.ROOT, "width:%.1f%%", width));
  }

  private static String text(Optional<Double> percent) {
    return percent.map(Format::decimal).orElse(NONE);
  }
}
