package org.sourcefree.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.sourcefree.InvalidInputException;
import org.sourcefree.config.ConfigReader;
import org.sourcefree.experiment.Experiment;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What every command takes: a config, and overrides of single keys. */
final class ConfigOptions {
  @Parameters(paramLabel = "CONFIG", description = "YAML file.")
  private Path config = Path.of("");

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Override one key of the config, such as training.rounds=1; may be repeated.")
  private List<String> overrides = new ArrayList<>();

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

  private static String name(Class<?> kind) {
    return kind.getSimpleName().toLowerCase(Locale.ROOT);
  }
}
