package org.sourcefree.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.sourcefree.report.choice.RegretTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Says how well each way to choose a network without labels would have done. */
@Command(
    name = "choices",
    description =
        "Compares, over finished runs that measured their networks, what each way to choose one without labels (training.keep) would have cost.",
    footer = "tools/sourcefree choices runs/mine/*",
    mixinStandardHelpOptions = true)
final class ChoicesCommand implements Callable<Integer> {
  @Parameters(paramLabel = "RUN", arity = "1..*", description = "Run folders.")
  private List<Path> runs = new ArrayList<>();

  @Override
  public Integer call() {
    System.out.print(RegretTable.of(runs).text());
    return 0;
  }
}
