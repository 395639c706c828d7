package org.sourcefree.cli;

import java.util.concurrent.Callable;
import org.sourcefree.experiment.Adaptation;
import org.sourcefree.experiment.TrainingRun;
import org.sourcefree.run.Outcome;
import org.sourcefree.workers.Workers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Adapts a pretrained model to an unlabelled target domain. */
@Command(
    name = "adapt",
    description = "Adapts a pretrained SavedModel to unlabelled target images.",
    footer = {
      "tools/sourcefree adapt configs/street_scenes/adapt.yaml",
      "tools/sourcefree adapt my.yaml --set seed=2 --out runs/second",
      "tools/sourcefree adapt my.yaml --out runs/second --set seed=2 --resume"
    },
    mixinStandardHelpOptions = true)
final class AdaptCommand implements Callable<Integer> {
  @Spec private CommandSpec command = CommandSpec.create();

  @Mixin private final ConfigOptions options = new ConfigOptions();

  @Mixin private final OutputOption output = new OutputOption();

  @Option(names = "--resume", description = "Resume the run in the output folder.")
  private boolean resume;

  @Mixin private final TrustOption trust = new TrustOption();

  @Override
  public Integer call() {
    Adaptation config = options.read(Adaptation.class);
    Workers workers = WorkersVariable.read();
    return StopSignal.during(
        TypedCommand.with(command, "--resume"),
        (progress, stop) -> {
          TrainingRun run =
              new TrainingRun(config, trust.models(), progress).stoppedBy(stop).sharedWith(workers);
          Outcome outcome = run.run(output.of(config), resume);
          if (workers.isChief()) {
            OutcomePrinter.print(outcome);
          }
          return 0;
        });
  }
}
