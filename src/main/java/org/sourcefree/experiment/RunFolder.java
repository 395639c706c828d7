package org.sourcefree.experiment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sourcefree.InvalidInputException;
import org.sourcefree.checkpoint.Checkpoints;
import org.sourcefree.checkpoint.Folders;
import org.sourcefree.config.ConfigWriter;
import org.sourcefree.config.Json;
import org.sourcefree.training.StepLosses;

/**
 * Everything a run leaves: experiment.yaml (the resolved config), provenance.json, metrics.jsonl (one line a step),
 * pseudo_labels/round_N (PNGs) and round_N.json (thresholds and shares), checkpoints, saved_model, results.json.
 */
final class RunFolder {
  private final Path path;
  private final Checkpoints checkpoints;

  private RunFolder(Path path) {
    this.path = path;
    this.checkpoints = new Checkpoints(path.resolve("checkpoints"));
  }

  /**
   * Makes the folder of a new run.
   *
   * @throws InvalidInputException if it exists
   */
  static RunFolder create(Path path, Experiment experiment) {
    requireAbsent(path);
    RunFolder folder = new RunFolder(path);
    try {
      Files.createDirectories(path);
      Files.writeString(folder.config(), ConfigWriter.yaml(experiment));
    } catch (IOException e) {
      throw new InvalidInputException("could not write the run folder %s: %s".formatted(path, e), e);
    }
    return folder;
  }

  /** Refuses a place where something already lies. */
  static void requireAbsent(Path path) {
    if (Files.exists(path)) {
      throw new InvalidInputException(
          "the output folder must not exist yet, found %s; use another --out, or --resume to go on"
              .formatted(path));
    }
  }

  /**
   * Opens the folder of a run to go on with.
   *
   * @throws InvalidInputException if there is none, or it belongs to another config
   */
  static RunFolder resume(Path path, Experiment experiment) {
    RunFolder folder = new RunFolder(path);
    try {
      if (!Files.isRegularFile(folder.config())) {
        throw new InvalidInputException("there must be a run to resume, found none in " + path);
      }
      if (!Files.readString(folder.config()).equals(ConfigWriter.yaml(experiment))) {
        throw new InvalidInputException(
            "a run is resumed with the config it was started with, which differs from %s"
                .formatted(folder.config()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return folder;
  }

  /** Removes a run that failed before it had a state worth resuming. */
  void discardUnlessResumable() {
    if (checkpoints.latest().isEmpty()) {
      Folders.delete(path);
    }
  }

  Path path() {
    return path;
  }

  Checkpoints checkpoints() {
    return checkpoints;
  }

  /** The resolved config. */
  Path config() {
    return path.resolve("experiment.yaml");
  }

  Path savedModel() {
    return path.resolve("saved_model");
  }

  /** Where a round's pseudo labels lie, rounds counted from 0 and named from 1. */
  Path pseudoLabels(int round) {
    return path.resolve("pseudo_labels").resolve("round_" + (round + 1));
  }

  void writeProvenance(Map<String, Object> provenance) {
    Json.write(path.resolve("provenance.json"), provenance);
  }

  void writeResults(Results results) {
    Json.write(path.resolve("results.json"), results);
  }

  /** The results so far. */
  Results results() {
    Path file = path.resolve("results.json");
    return Files.exists(file) ? Json.read(file, Results.class) : Results.none();
  }

  /** Appends a line to metrics.jsonl. */
  void appendMetrics(StepLosses losses) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("step", losses.step());
    line.put("learning_rate", losses.learningRate());
    line.put("total", losses.total());
    line.putAll(losses.terms());
    try {
      Files.writeString(
          metrics(),
          Json.line(line) + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Drops the lines of steps that will be taken again. */
  void keepMetricsBefore(long step) {
    try {
      if (Files.exists(metrics())) {
        List<String> lines = Files.readAllLines(metrics());
        Files.write(metrics(), lines.subList(0, (int) Math.min(step, lines.size())));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path metrics() {
    return path.resolve("metrics.jsonl");
  }
}
