package org.sourcefree.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.sourcefree.experiment.Generation;
import org.sourcefree.experiment.GenerationRun;
import org.sourcefree.report.SceneSheet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Generates a pair of street-scene domains. */
@Command(
    name = "generate",
    description = "Generates the StreetScenes source and target domains.",
    footer = "tools/sourcefree generate configs/street_scenes/dataset.yaml",
    mixinStandardHelpOptions = true)
final class GenerateCommand implements Callable<Integer> {
  private static final int SHEET_ROWS = 4;

  @Spec private CommandSpec command = CommandSpec.create();

  @Mixin private final ConfigOptions options = new ConfigOptions();

  @Mixin private final OutputOption output = new OutputOption();

  @Override
  public Integer call() {
    Generation config = options.read(Generation.class);
    Path root = output.of(config);
    return StopSignal.during(
        "stopping: the images under way are finished",
        TypedCommand.again(command),
        (progress, stop) -> {
          new GenerationRun(stop.checkedBy(progress)).run(config.scenes(), root);
          return show(config, root);
        });
  }

  private static int show(Generation config, Path root) {
    Path sheet = root.resolve("contact_sheet.png");
    SceneSheet.write(sheet, config.scenes(), SHEET_ROWS);
    System.out.printf("Both domains: %s%n", root);
    WrittenFiles.picture("Contact sheet", sheet);
    return 0;
  }
}
