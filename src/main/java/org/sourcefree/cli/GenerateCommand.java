package org.sourcefree.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.sourcefree.experiment.Generation;
import org.sourcefree.experiment.GenerationRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Draws a pair of street-scene domains. */
@Command(
    name = "generate",
    description = "Draws the StreetScenes source and target domains.",
    mixinStandardHelpOptions = true)
final class GenerateCommand implements Callable<Integer> {
  @Mixin private final ConfigOptions options = new ConfigOptions();

  @Override
  public Integer call() {
    Generation config = options.read(Generation.class);
    Path root = options.output(config);
    new GenerationRun(new TerminalProgress()).run(config.scenes(), root);
    System.out.println("Both domains lie in " + root);
    return 0;
  }
}
