package org.sourcefree.report.run;

import static j2html.TagCreator.caption;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.tfoot;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;

import j2html.tags.DomContent;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sourcefree.report.Format;
import org.sourcefree.run.Timing;

/** Where a run's wall time went. */
record TimeBars(Run run) {
  /** Empty if nothing was taken. */
  Optional<DomContent> html() {
    return run.timing().filter(spent -> spent.seconds() > 0).map(this::table);
  }

  private DomContent table(Timing.Spent spent) {
    List<Map.Entry<String, Double>> parts =
        spent.parts().entrySet().stream()
            .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
            .toList();
    return j2html.TagCreator.table(
            caption(RunTable.label(run)),
            thead(tr(head("Work"), td(), head("Seconds"), head("Share, %"))),
            tbody(each(parts, part -> row(part.getKey(), part.getValue(), spent.seconds()))),
            tfoot(row("all", spent.seconds(), spent.seconds())))
        .withClass("bars r" + run.colour() % 8);
  }

  private static DomContent head(String text) {
    return th(text).attr("scope", "col");
  }

  private static DomContent row(String name, double seconds, double all) {
    double share = 100 * seconds / all;
    String width = String.format(Locale.ROOT, "width:%.1f%%", share);
    return tr(
        th(name).attr("scope", "row"),
        td(div().withClass("after").withStyle(width)).withClass("bar"),
        td(Format.decimal(seconds)),
        td(Format.decimal(share)));
  }
}
