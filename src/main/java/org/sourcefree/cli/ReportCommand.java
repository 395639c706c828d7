package org.sourcefree.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.sourcefree.report.run.RunReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows runs on one page. */
@Command(
    name = "report",
    description =
        "Writes one self-contained HTML page of a run, finished or not, or of several side by side.",
    footer = {
      "tools/sourcefree report runs/street_scenes/ld",
      "tools/sourcefree report runs/a runs/b runs/c --out compared.html"
    },
    mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {
  @Parameters(paramLabel = "RUN", arity = "1..*", description = "Run folders.")
  private List<Path> runs = new ArrayList<>();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      defaultValue = "report.html",
      description = "The page (default: ${DEFAULT-VALUE}); an older report there is replaced.")
  private Path output = Path.of("report.html");

  @Override
  public Integer call() {
    RunReport.write(runs, output);
    System.out.printf("Report: %s%n", output);
    return 0;
  }
}
