package org.sourcefree.report.run;

import static j2html.TagCreator.body;
import static j2html.TagCreator.div;
import static j2html.TagCreator.document;
import static j2html.TagCreator.each;
import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.footer;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.head;
import static j2html.TagCreator.header;
import static j2html.TagCreator.html;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.main;
import static j2html.TagCreator.meta;
import static j2html.TagCreator.p;
import static j2html.TagCreator.rawHtml;
import static j2html.TagCreator.section;
import static j2html.TagCreator.style;
import static j2html.TagCreator.title;

import j2html.tags.DomContent;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.sourcefree.InvalidInputException;
import org.sourcefree.data.ClassSet;
import org.sourcefree.files.Durable;
import org.sourcefree.report.Format;
import org.sourcefree.run.NetworkNames;
import org.sourcefree.run.Results;

/**
 * One HTML file that shows what a run did, or several runs side by side. Pictures and styles are
 * inside, nothing is asked of anyone, and no script runs.
 */
public final class RunReport {
  private static final String GENERATOR = "sourcefree report";
  private static final int BEGIN = 1000;

  private final List<Run> runs;

  private RunReport(List<Run> runs) {
    this.runs = runs;
  }

  /** Where a run folder has its own page. */
  public static Path file(Path folder) {
    return folder.resolve("report.html");
  }

  /** Whether a run folder has its own page, as new as its results. */
  public static boolean isCurrent(Path folder) {
    try {
      return Files.getLastModifiedTime(file(folder))
              .compareTo(Files.getLastModifiedTime(folder.resolve("results.json")))
          >= 0;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Writes the page; an older one of ours is replaced.
   *
   * @param folders of runs, finished or not
   * @throws InvalidInputException if one holds no run or a damaged file, or something else is in
   *     the place of the page
   */
  public static void write(List<Path> folders, Path file) {
    requirePlace(file);
    String page = new RunReport(Run.read(folders)).page();
    try {
      Files.createDirectories(file.toAbsolutePath().resolveSibling(""));
      Durable.write(file, page.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new InvalidInputException(
          "the report %s could not be written: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static void requirePlace(Path file) {
    if (!Files.exists(file)) {
      return;
    }
    boolean ours = false;
    if (Files.isRegularFile(file)) {
      try (InputStream in = Files.newInputStream(file)) {
        String begin = new String(in.readNBytes(BEGIN), StandardCharsets.ISO_8859_1);
        ours = begin.contains("content=\"" + GENERATOR + "\"");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    if (!ours) {
      throw new InvalidInputException(
          "the report may replace an older report alone, found something else at %s; use another --out"
              .formatted(file));
    }
  }

  private String page() {
    String name = runs.size() == 1 ? runs.get(0).name() : runs.size() + " runs";
    return document(
            html(
                    head(
                        meta().withCharset("utf-8"),
                        meta().withName("generator").withContent(GENERATOR),
                        meta()
                            .withName("viewport")
                            .withContent("width=device-width, initial-scale=1"),
                        meta().withName("color-scheme").withContent("light dark"),
                        meta()
                            .attr("http-equiv", "Content-Security-Policy")
                            .withContent(
                                "default-src 'none'; img-src data:; style-src 'unsafe-inline'"),
                        title(name + " · sourcefree"),
                        style(rawHtml(styles()))),
                    body(
                        header(h1(name), p(subtitle()).withClass("subtitle")),
                        main(each(sections(), part -> part)),
                        footer(p("Written by sourcefree report."))))
                .withLang("en"))
        + "\n";
  }

  private String subtitle() {
    if (runs.size() > 1) {
      return "Side by side: " + String.join(", ", runs.stream().map(Run::name).toList());
    }
    Run run = runs.get(0);
    return "%s · %s".formatted(Run.words(run.config().getOrDefault("kind", "run")), run.folder());
  }

  private List<DomContent> sections() {
    List<DomContent> sections = new ArrayList<>();
    sections.add(
        section(
            "Results",
            new Overview(runs).table().html(),
            each(notes(), note -> p(note).withClass("note"))));
    new Curves(runs)
        .html()
        .ifPresent(charts -> sections.add(section("While training", key(), charts)));
    shares().ifPresent(sections::add);
    classes().ifPresent(sections::add);
    confusion().ifPresent(sections::add);
    new PanelGrid(runs).html().ifPresent(panels -> sections.add(section("Predictions", panels)));
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
        : "Bars from above: %s; against: the difference in points. ".formatted(Format.listed(bars));
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

  private static String styles() {
    try (InputStream in = RunReport.class.getResourceAsStream("report.css")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
