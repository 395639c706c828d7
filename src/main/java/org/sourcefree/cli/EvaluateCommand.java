package org.sourcefree.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sourcefree.experiment.EvaluationRun;
import org.sourcefree.experiment.Experiment;
import org.sourcefree.report.ResultTable;
import org.sourcefree.workers.Workers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures a model. */
@Command(
    name = "evaluate",
    description =
        "Measures the mIoU of a config's model, or of one that --set names, on its evaluation images.",
    footer = {
      "tools/sourcefree evaluate configs/street_scenes/ld.yaml",
      "tools/sourcefree evaluate my.yaml --set model.saved_model=runs/ld/saved_model"
    },
    mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<Integer> {
  @Mixin private final ConfigOptions options = new ConfigOptions();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Where results.json goes; nothing is written if not given. Several workers need it.")
  private @Nullable Path output;

  @Mixin private final AugmentationOptions augmentation = new AugmentationOptions();

  @Mixin private final TrustOption trust = new TrustOption();

  @Override
  public Integer call() {
    Experiment config = options.read();
    Workers workers = WorkersVariable.read();
    EvaluationRun.Measured measured =
        new EvaluationRun(config, augmentation.asked(), trust.models(), new TerminalProgress())
            .sharedWith(workers)
            .run(Optional.ofNullable(output));
    if (!workers.isChief()) {
      return 0;
    }
    ResultTable.Row row = new ResultTable.Row(measured.savedModel().toString(), measured.scores());
    System.out.println(
        new ResultTable(measured.classes(), List.of(row)).text(TerminalWidth.columns()));
    return 0;
  }
}
