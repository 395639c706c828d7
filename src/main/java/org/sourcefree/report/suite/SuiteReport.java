package org.sourcefree.report.suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sourcefree.suite.SuiteOutcome;

/**
 * A suite's report: report.md, the same as report.html, results.csv, sweeps.csv where there are
 * sweeps, and pictures. Nothing is written elsewhere; the same outcome gives the same bytes.
 */
public final class SuiteReport {
  private SuiteReport() {}

  /**
   * Writes the report over an earlier one.
   *
   * @param commands that made the outcome, a line each
   * @param folder made if it is not there
   */
  public static void write(SuiteOutcome outcome, List<String> commands, Path folder) {
    try {
      Files.createDirectories(folder.resolve("pictures"));
      String markdown = markdown(outcome, commands, folder);
      String title = outcome.suite().title();
      Files.writeString(folder.resolve("report.md"), markdown);
      Files.writeString(folder.resolve("report.html"), HtmlPage.render(title, markdown, folder));
      Files.writeString(folder.resolve("results.csv"), ResultsCsv.rows(outcome));
      if (!outcome.sweeps().isEmpty()) {
        Files.writeString(folder.resolve("sweeps.csv"), ResultsCsv.sweeps(outcome));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String markdown(SuiteOutcome outcome, List<String> commands, Path folder) {
    Measured measured = new Measured(outcome);
    Map<String, Section> sections = sections(measured);
    Page page = new Page(folder);
    new Opening(measured, commands, List.copyOf(sections.keySet())).write(page);
    sections.forEach((heading, section) -> page.section(heading, section::write));
    return page.markdown();
  }

  private static Map<String, Section> sections(Measured measured) {
    Map<String, Section> sections = new LinkedHashMap<>();
    sections.put("IoU by class", new MainTable(measured));
    sections.put("What came out", new Findings(measured));
    sections.put("Table 3: data and time", new Efficiency(measured));
    sections.put("Figure 2: classes and ranks", new BarFigure(measured));
    sections.put("Figure 3: sweeps", new SweepFigure(measured));
    sections.put("Figure 4: predictions", new PanelFigure(measured));
    sections.put("Learning curves", new CurveFigure(measured));
    DiscriminatorTable discriminators = new DiscriminatorTable(measured);
    if (discriminators.isNeeded()) {
      sections.put("Discriminators", discriminators);
    }
    sections.put("Predicted classes over steps", new ShareFigure(measured));
    sections.put("Confusion matrices", new ConfusionFigure(measured));
    sections.put("Pseudo labels by class and round", new LabelTable(measured));
    return sections;
  }
}
