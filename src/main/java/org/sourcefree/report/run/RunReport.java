package org.sourcefree.report.run;

import static j2html.TagCreator.body;
import static j2html.TagCreator.document;
import static j2html.TagCreator.each;
import static j2html.TagCreator.footer;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.head;
import static j2html.TagCreator.header;
import static j2html.TagCreator.html;
import static j2html.TagCreator.main;
import static j2html.TagCreator.meta;
import static j2html.TagCreator.p;
import static j2html.TagCreator.rawHtml;
import static j2html.TagCreator.style;
import static j2html.TagCreator.title;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.sourcefree.InvalidInputException;
import org.sourcefree.files.Durable;

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
                        main(each(new RunSections(runs).all(), part -> part)),
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

  private static String styles() {
    try (InputStream in = RunReport.class.getResourceAsStream("report.css")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
