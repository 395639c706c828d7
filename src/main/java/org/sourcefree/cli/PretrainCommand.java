package org.sourcefree.cli;

import java.util.concurrent.Callable;
import org.sourcefree.experiment.Pretraining;
import org.sourcefree.experiment.TrainingRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains a source model. */
@Command(
    name = "pretrain",
    description = "Trains a model from random weights on labelled source images.",
    footer = "tools/sourcefree pretrain my_source.yaml --out runs/source",
    mixinStandardHelpOptions = true)
final class PretrainCommand implements Callable<Integer> {
  @Mixin private final ConfigOptions options = new ConfigOptions();

  @Option(names = "--resume", description = "Resume the run in the output folder.")
  private boolean resume;

  @Override
  public Integer call() {
    Pretraining config = options.read(Pretraining.class);
    return StopSignal.during(
        (progress, stop) -> {
          TrainingRun run = new TrainingRun(config, progress).stoppedBy(stop);
          OutcomePrinter.print(run.run(options.output(config), resume));
          return 0;
        });
  }
}
