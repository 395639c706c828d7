package org.sourcefree.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.sourcefree.experiment.ExportRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a SavedModel's weights for other frameworks. */
@Command(
    name = "export",
    description = "Writes a SavedModel's weights as a PyTorch state dict.",
    mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DIR", description = "A SavedModel written by sourcefree.")
  private Path savedModel = Path.of("");

  @Option(
      names = "--torch",
      paramLabel = "OUT.pth",
      required = true,
      description = "The state dict, a new file; load_state_dict(torch.load(OUT.pth)) reads it.")
  private Path torch = Path.of("");

  @Override
  public Integer call() {
    ExportRun.torch(savedModel, torch);
    System.out.printf("State dict: %s%n", torch);
    return 0;
  }
}
