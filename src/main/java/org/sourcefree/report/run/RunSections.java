package org.sourcefree.report.run;

import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.sourcefree.data.ClassSet;
import org.sourcefree.report.DiscriminatorLosses;
import org.sourcefree.report.Format;
import org.sourcefree.run.NetworkNames;
import org.sourcefree.run.Results;

/** The parts of a page of runs, in the order they are read. */
record RunSections(List<Run> runs) {

  List<DomContent> all() {
    List<DomContent> sections = new ArrayList<>();
    sections.add(
        section(
            "Results",
            each(runs, run -> new VerdictBlock(run).html(runs.size() > 1).orElseGet(() -> div())),
            new Overview(runs).table().html(),
            each(notes(), note -> p(note).withClass("note"))));
    met().ifPresent(sections::add);
    new Curves(runs)
        .html()
        .ifPresent(charts -> sections.add(section("While training", key(), charts)));
    new DiscriminatorRows(runs)
        .html()
        .ifPresent(
            table ->
                sections.add(
                    section(
                        "Discriminators", p(DiscriminatorLosses.SIGNS).withClass("lead"), table)));
    shares().ifPresent(sections::add);
    classes().ifPresent(sections::add);
    confusion().ifPresent(sections::add);
    new PanelGrid(runs).html().ifPresent(panels -> sections.add(section("Predictions", panels)));
    time().ifPresent(sections::add);
    sections.add(section("Config", new ConfigTable(runs).html()));
    provenance().ifPresent(sections::add);
    return sections;
  }

  private static DomContent section(String heading, DomContent... content) {
    return j2html.TagCreator.section(h2(heading)).with(content);
  }

  /** Which colour is which run, where there are several. */
  private DomContent key() {
    return runs.size() == 1 ? div() : div(each(runs, RunTable::label)).withClass("key");
  }

  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    for (Run run : runs) {
      if (!run.isFinished()) {
        notes.add(run.name() + " is not finished: what it has done so far is shown.");
      }
    }
    Set<List<String>> sets = new LinkedHashSet<>();
    runs.forEach(run -> run.classes().map(ClassSet::names).ifPresent(sets::add));
    if (sets.size() > 1) {
      notes.add("The runs have different classes, so that their mIoU do not compare.");
    }
    if (runs.stream().map(Run::measuredOn).distinct().count() > 1) {
      notes.add("The runs are measured on different images, so that their figures do not compare.");
    }
    runs.stream()
        .flatMap(run -> run.results().best().stream())
        .map(Results.Best::note)
        .distinct()
        .forEach(note -> notes.add("The best model while training is " + note + "."));
    return notes;
  }

  private Optional<DomContent> classes() {
    List<DomContent> tables =
        runs.stream().flatMap(run -> new ClassBars(run).html().stream()).toList();
    return tables.isEmpty()
        ? Optional.empty()
        : Optional.of(
            section(
                "IoU of every class, %",
                p(bars() + "A class in neither truth nor prediction has no figure.")
                    .withClass("lead"),
                div(each(tables, table -> table)).withClass("columns")));
  }

  private Optional<DomContent> met() {
    List<DomContent> tables =
        runs.stream().flatMap(run -> new MetTable(run).html().stream()).toList();
    return tables.isEmpty()
        ? Optional.empty()
        : Optional.of(
            section(
                "Networks compared",
                p("Predictions on target images; only mIoU uses labels. Least share kept: what the class that shrank most kept of its pixels; vanished: classes that kept less than a tenth. In bold: the one handed over in saved_model.")
                    .withClass("lead"),
                div(each(tables, table -> table)).withClass("met-tables")));
  }

  /** What the bars of a class are. */
  private String bars() {
    List<String> bars = new ArrayList<>();
    if (runs.stream().anyMatch(run -> run.results().before().isPresent())) {
      bars.add(NetworkNames.SOURCE_ONLY + " (grey)");
    }
    if (runs.stream().anyMatch(run -> run.results().targetStatistics().isPresent())) {
      bars.add(NetworkNames.TARGET_STATISTICS + " (pale)");
    }
    bars.add(Run.trained(runs) + " (coloured)");
    return bars.size() == 1
        ? ""
        : "Bars, top to bottom: %s; against: the difference in points. "
            .formatted(Format.listed(bars));
  }

  /** Seen without labels. */
  private Optional<DomContent> shares() {
    List<DomContent> charts = new ArrayList<>();
    for (Run run : runs) {
      List<DomContent> own = new ShareCharts(run).html();
      if (!own.isEmpty()) {
        charts.add(div(iff(runs.size() > 1, RunTable.label(run)), Tiling.pair(own)));
      }
    }
    return charts.isEmpty()
        ? Optional.empty()
        : Optional.of(
            section(
                "Predicted classes while training",
                p("Shares of the pixels of target images, from all over the set, seen without labels; under the movers their first and last share. A class that keeps shrinking is being taken over by others.")
                    .withClass("lead"),
                div(each(charts, each -> each)).withClass("share-charts")));
  }

  private Optional<DomContent> confusion() {
    List<DomContent> maps = new ArrayList<>();
    for (Run run : runs) {
      if (run.evaluation().isPresent()
          && run.classNames().size() == run.evaluation().get().confusion().size()) {
        ConfusionMap map =
            new ConfusionMap(
                run.name() + ": confusion matrix, " + run.trained(),
                run.classNames(),
                run.evaluation().get().confusion());
        maps.add(
            figure(figcaption(RunTable.label(run)), div(map.svg()).withClass("wide"))
                .withClass("confusion r" + run.colour() % 8));
      }
    }
    return maps.isEmpty()
        ? Optional.empty()
        : Optional.of(
            section(
                "Confusion",
                p("Of the pixels of a class (row), the percentage predicted as each class (column) after training.")
                    .withClass("lead"),
                div(each(maps, map -> map)).withClass("maps")));
  }

  private Optional<DomContent> time() {
    List<DomContent> tables =
        runs.stream().flatMap(run -> new TimeBars(run).html().stream()).toList();
    return tables.isEmpty()
        ? Optional.empty()
        : Optional.of(
            section(
                "Time",
                p("Wall time of the run by what it was spent on, the longest first; what is done inside something else is taken out of that.")
                    .withClass("lead"),
                div(each(tables, table -> table)).withClass("columns")));
  }

  private Optional<DomContent> provenance() {
    Set<String> keys = new LinkedHashSet<>();
    runs.forEach(run -> keys.addAll(run.provenance().keySet()));
    RunTable table = new RunTable(runs, "texts");
    for (String key : keys) {
      table.row(
          Run.words(key),
          runs.stream().map(run -> Objects.toString(run.provenance().get(key), "–")).toList());
    }
    return table.isEmpty() ? Optional.empty() : Optional.of(section("Provenance", table.html()));
  }
}
