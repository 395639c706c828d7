package org.sourcefree.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sourcefree.init.InitRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes the first config for images of one's own. */
@Command(
    name = "init",
    description =
        "Writes a commented config that adapts a model to images of your own: sizes, steps and labels from looking at them.",
    footer = {
      "tools/sourcefree init --model runs/source --images my/images --out my/adapt.yaml",
      "tools/sourcefree init --model M --images 'x/*' --labels 'y/*' --out a.yaml"
    },
    mixinStandardHelpOptions = true)
final class InitCommand implements Callable<Integer> {
  @Option(
      names = "--model",
      paramLabel = "DIR",
      required = true,
      description = "The model to adapt: a SavedModel's folder, or a run's.")
  private String model = "";

  @Option(
      names = "--images",
      paramLabel = "DIR|PATTERN",
      required = true,
      description = "Images to adapt to: a folder of PNGs and JPEGs, or a quoted pattern.")
  private String images = "";

  @Option(
      names = "--labels",
      paramLabel = "DIR|PATTERN",
      description =
          "Label PNGs, to measure on. Each wildcard stands for what the same one of the images stands for; in a folder labels are named as the images are.")
  private @Nullable String labels;

  @Option(
      names = "--evaluation-images",
      paramLabel = "DIR|PATTERN",
      description = "The images that --labels belong to, if they are not those of --images.")
  private @Nullable String evaluationImages;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "The config, a new file.")
  private Path output = Path.of("");

  @Override
  public Integer call() {
    InitRun.Written written =
        new InitRun(
                new InitRun.Request(
                    model,
                    images,
                    Optional.ofNullable(labels),
                    Optional.ofNullable(evaluationImages),
                    output))
            .run();
    written
        .facts()
        .forEach((name, words) -> print(String.format(Locale.ROOT, "%-7s %s", name + ":", words)));
    print("Config: " + output);
    written.open().ifPresent(words -> print("Left: " + words));
    System.out.printf("Next:%n  tools/sourcefree check %s%n", output);
    System.out.printf("  tools/sourcefree adapt %s%n", output);
    return 0;
  }

  private static void print(String line) {
    System.out.println(TerminalWidth.wrapped(line));
  }
}
