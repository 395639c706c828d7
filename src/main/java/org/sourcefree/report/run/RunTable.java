package org.sourcefree.report.run;

import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.span;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;

/** A table with a column a run. */
final class RunTable {
  private final List<Run> runs;
  private final String style;
  private final List<DomContent> rows = new ArrayList<>();

  /**
   * Begins a table.
   *
   * @param style class of the table: figures or texts
   */
  RunTable(List<Run> runs, String style) {
    this.runs = runs;
    this.style = style;
  }

  /** A row of one value a run. */
  RunTable row(String name, List<String> values) {
    rows.add(tr(th(name).attr("scope", "row"), each(values, value -> td(value))));
    return this;
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  DomContent html() {
    return div(table(
                thead(tr(td(), each(runs, run -> th(label(run)).attr("scope", "col")))),
                tbody(each(rows, row -> row)))
            .withClass("runs " + style))
        .withClass("wide");
  }

  /** A run's name behind its colour. */
  static DomContent label(Run run) {
    return span(span().withClass("swatch r" + run.colour() % 8), span(run.name()))
        .withClass("label");
  }
}
