package org.sourcefree.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Commands that must refuse their input: one line, exit code 2, and nothing in the folder of the
 * task that was not there before.
 */
record Refusals(SmallTask task) {

  /** Of a model pretrained for a step. */
  static Refusals of(Path root) {
    return new Refusals(SmallTask.make(root, "--set", "training.steps_per_round=1"));
  }

  /** What a command said, and whether it left anything behind. */
  void adapt(List<String> set, String... words) {
    refused("adapt", "adapt", set, words);
  }

  void pretrain(List<String> set, String... words) {
    refused("pretrain", "pretrain", set, words);
  }

  void evaluate(List<String> set, String... words) {
    refused("evaluate", "adapt", set, words);
  }

  /**
   * Runs a command with keys set.
   *
   * @param config name of the config
   * @param set {@code key.path=value}
   * @param words what the line must say
   */
  void refused(String command, String config, List<String> set, String... words) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of(command, task.config(config)));
    arguments.addAll(List.of("--out", task.path("refused").toString()));
    set.forEach(override -> arguments.addAll(List.of("--set", override)));
    refuses(arguments, words);
  }

  /** Runs any command line. */
  void refuses(List<String> arguments, String... words) {
    List<String> before = contents();
    Terminal.run(arguments.toArray(String[]::new)).refused(words);
    assertThat(contents()).isEqualTo(before);
  }

  private List<String> contents() {
    try (Stream<Path> paths = Files.walk(task.root())) {
      return paths.map(Path::toString).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
