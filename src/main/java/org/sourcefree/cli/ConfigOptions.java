package org.sourcefree.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sourcefree.InvalidInputException;
import org.sourcefree.config.ConfigReader;
import org.sourcefree.experiment.Experiment;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What every command takes: a config, overrides of single keys, a place for results. */
final class ConfigOptions {
  @Parameters(paramLabel = "CONFIG", description = "YAML file.")
  private Path config = Path.of("");

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Override one key of the config, such as training.rounds=1; may be repeated.")
  private List<String> overrides = new ArrayList<>();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where results go; the config's output if not given.")
  private @Nullable Path output;

  /**
   * Reads the config.
   *
   * @throws InvalidInputException if it is wrong or of another kind than the command needs
   */
  <T extends Experiment> T read(Class<T> kind) {
    Experiment experiment = ConfigReader.read(config, overrides, Experiment.class);
    if (!kind.isInstance(experiment)) {
      throw new InvalidInputException(
          "kind must be %s for this command, got %s (%s: kind)"
              .formatted(name(kind), name(experiment.getClass()), config));
    }
    return kind.cast(experiment);
  }

  /** Reads a config of any kind. */
  Experiment read() {
    return ConfigReader.read(config, overrides, Experiment.class);
  }

  /** The config's file. */
  Path file() {
    return config;
  }

  /** The overrides, each as KEY.PATH=VALUE. */
  List<String> overrides() {
    return List.copyOf(overrides);
  }

  /** The overrides as they are typed, each after a space. */
  String settings() {
    return overrides.stream()
        .map(each -> " --set '" + each.replace("'", "'\\''") + "'")
        .collect(Collectors.joining());
  }

  /** The folder for results. */
  Path output(Experiment experiment) {
    return output == null ? experiment.output() : output;
  }

  /** The folder for results, if the command line names one. */
  Optional<Path> givenOutput() {
    return Optional.ofNullable(output);
  }

  private static String name(Class<?> kind) {
    return kind.getSimpleName().toLowerCase(Locale.ROOT);
  }
}
