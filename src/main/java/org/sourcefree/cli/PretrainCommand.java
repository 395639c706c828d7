package org.sourcefree.cli;

import java.util.concurrent.Callable;
import org.sourcefree.experiment.Pretraining;
import org.sourcefree.experiment.TrainingRun;
import org.sourcefree.run.Outcome;
import org.sourcefree.workers.Workers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains a source model. */
@Command(
    name = "pretrain",
    description = "Trains a model from random weights on labelled source images.",
    footer = "tools/sourcefree pretrain my_source.yaml --out runs/source",
    mixinStandardHelpOptions = true)
final class PretrainCommand implements Callable<Integer> {
  @Spec private CommandSpec command = CommandSpec.create();

  @Mixin private final ConfigOptions options = new ConfigOptions();

  @Mixin private final OutputOption output = new OutputOption();

  @Option(names = "--resume", description = "Resume the run in the output folder.")
  private boolean resume;

  @Override
  public Integer call() {
    Pretraining config = options.read(Pretraining.class);
    Workers workers = WorkersVariable.read();
    return StopSignal.during(
        TypedCommand.with(command, "--resume"),
        (progress, stop) -> {
          TrainingRun run = new TrainingRun(config, progress).stoppedBy(stop).sharedWith(workers);
          Outcome outcome = run.run(output.of(config), resume);
          if (workers.isChief()) {
            OutcomePrinter.print(outcome);
          }
          return 0;
        });
  }
}
