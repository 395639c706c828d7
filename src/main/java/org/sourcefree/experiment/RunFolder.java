package org.sourcefree.experiment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.sourcefree.InvalidInputException;
import org.sourcefree.checkpoint.Checkpoints;
import org.sourcefree.checkpoint.Folders;
import org.sourcefree.config.ConfigWriter;
import org.sourcefree.config.Json;
import org.sourcefree.data.ClassSet;
import org.sourcefree.evaluation.Measurement;
import org.sourcefree.training.StepLosses;

/**
 * Everything a run leaves: experiment.yaml (the resolved config), provenance.json, metrics.jsonl
 * (one line a step), watch.jsonl (what is predicted meanwhile), pseudo_labels/round_N (PNGs) and
 * round_N.json (thresholds and shares), checkpoints, saved_model, results.json, evaluation.json
 * (confusion and ranks after), classes.json (names and colours), validation.jsonl (one line a
 * measurement while it trains), best (the model with the highest mIoU of these), panels (examples
 * before and after) and TensorBoard's event files.
 */
final class RunFolder {
  static final String CONFIG = "experiment.yaml";

  private final Path path;
  private final String config;
  private final boolean resumed;
  private final Checkpoints checkpoints;
  private final double earlierSeconds;
  private final long opened = System.nanoTime();
  private double evaluationSeconds;

  private RunFolder(Path path, Experiment experiment, boolean resumed) {
    this.path = path;
    this.config = ConfigWriter.yaml(experiment);
    this.resumed = resumed;
    this.checkpoints = new Checkpoints(path.resolve("checkpoints"));
    this.earlierSeconds = resumed ? results().seconds() : 0;
    this.evaluationSeconds = resumed ? results().evaluationSeconds() : 0;
  }

  /**
   * The folder of a run, new or to go on with. Nothing is written yet.
   *
   * @throws InvalidInputException if a new run's place is taken, or there is no run to resume, or
   *     it belongs to another config
   */
  static RunFolder open(Path path, Experiment experiment, boolean resume) {
    if (resume) {
      requireRun(path, ConfigWriter.yaml(experiment));
    } else if (Files.exists(path)) {
      throw new InvalidInputException(
          "the output folder must not exist yet, found %s; use another --out, or --resume to go on"
              .formatted(path));
    }
    return new RunFolder(path, experiment, resume);
  }

  /** Refuses a place where something already lies. */
  static void requireAbsent(Path path) {
    if (Files.exists(path)) {
      throw new InvalidInputException(
          "the output folder must not exist yet, found %s; use another --out".formatted(path));
    }
  }

  private static void requireRun(Path path, String config) {
    Path started = path.resolve(CONFIG);
    if (!Files.isRegularFile(started)) {
      throw new InvalidInputException("there must be a run to resume, found none in " + path);
    }
    try {
      if (!Files.readString(started).equals(config)) {
        throw new InvalidInputException(
            "a run is resumed with the config it was started with, which differs from %s"
                .formatted(started));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Makes the folder of a new run; a resumed run has its own.
   *
   * @throws InvalidInputException if it cannot be made
   */
  void create() {
    if (resumed) {
      return;
    }
    Folders.create(path);
    try {
      Files.writeString(path.resolve(CONFIG), config);
    } catch (IOException e) {
      discardUnlessResumable();
      throw new UncheckedIOException(e);
    }
  }

  /** Notes the classes, so that whoever reads the folder need not open a model. */
  void writeClasses(ClassSet classes) {
    Json.write(path.resolve(RunLog.CLASSES), classes);
  }

  /** Removes a new run that failed before it had trained to a state worth going on from. */
  void discardUnlessResumable() {
    if (!resumed && checkpoints.latest().orElse(0) == 0) {
      Folders.delete(path);
    }
  }

  Path path() {
    return path;
  }

  Checkpoints checkpoints() {
    return checkpoints;
  }

  Path savedModel() {
    return path.resolve("saved_model");
  }

  /** The model with the highest mIoU of those measured while it trained. */
  Path best() {
    return path.resolve("best");
  }

  /** Where a round's pseudo labels lie, rounds counted from 0 and named from 1. */
  Path pseudoLabels(int round) {
    return path.resolve("pseudo_labels").resolve("round_" + (round + 1));
  }

  void writeProvenance(Map<String, Object> provenance) {
    Json.write(path.resolve("provenance.json"), provenance);
  }

  /** Writes the results so far, with the seconds that the run has taken by now. */
  void writeResults(Results results) {
    double seconds = earlierSeconds + (System.nanoTime() - opened) / 1e9;
    Json.write(path.resolve(RunLog.RESULTS), results.withSeconds(seconds, evaluationSeconds));
  }

  /** Takes a measurement, whose time is counted apart. */
  Measurement measuring(Supplier<Measurement> measurement) {
    long started = System.nanoTime();
    Measurement measured = measurement.get();
    evaluationSeconds += (System.nanoTime() - started) / 1e9;
    return measured;
  }

  /** Writes everything that was counted of the trained model. */
  void writeEvaluation(Measurement measurement) {
    Json.write(path.resolve(RunLog.EVALUATION), measurement);
  }

  /** The results so far. */
  Results results() {
    return new RunLog(path).results();
  }

  /** Appends a line to metrics.jsonl. */
  void appendMetrics(StepLosses losses) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("step", losses.step());
    line.put("learning_rate", losses.learningRate());
    line.put("total", losses.total());
    line.putAll(losses.terms());
    append(RunLog.METRICS, line);
  }

  /** Drops the lines of steps that will be taken again. */
  void keepMetricsBefore(long step) {
    keep(RunLog.METRICS, (int) Math.min(step, lines(RunLog.METRICS).size()));
  }

  /** Appends a line to watch.jsonl. */
  void appendWatch(WatchPoint point) {
    append(RunLog.WATCH, point);
  }

  /** Drops the looks at models that will be trained again. */
  void keepWatchUntil(long step) {
    keep(RunLog.WATCH, (int) watch().stream().filter(point -> point.step() <= step).count());
  }

  /** Appends a line to validation.jsonl. */
  void appendValidation(ValidationPoint point) {
    append(RunLog.VALIDATION, point);
  }

  /** Drops the measurements of models that will be trained again. */
  void keepValidationUntil(long step) {
    keep(
        RunLog.VALIDATION, (int) validation().stream().filter(each -> each.step() <= step).count());
  }

  /** What was measured so far. */
  List<ValidationPoint> validation() {
    return new RunLog(path).validation();
  }

  /** What was seen so far. */
  List<WatchPoint> watch() {
    return new RunLog(path).watch();
  }

  private void append(String file, Object line) {
    try {
      Files.writeString(
          path.resolve(file),
          Json.line(line) + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> lines(String file) {
    try {
      Path lines = path.resolve(file);
      return Files.exists(lines) ? Files.readAllLines(lines) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void keep(String file, int count) {
    List<String> lines = lines(file);
    if (count < lines.size()) {
      try {
        Files.write(path.resolve(file), lines.subList(0, count));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
