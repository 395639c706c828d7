package org.sourcefree.experiment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sourcefree.config.Json;
import org.sourcefree.evaluation.Measurement;
import org.sourcefree.training.StepLosses;

/** Reads what a run logged in its folder. */
public final class RunLog {
  static final String METRICS = "metrics.jsonl";
  static final String WATCH = "watch.jsonl";
  static final String VALIDATION = "validation.jsonl";
  static final String CLASSES = "classes.json";
  static final String EVALUATION = "evaluation.json";

  private final Path folder;

  /** The log in a run folder. */
  public RunLog(Path folder) {
    this.folder = folder;
  }

  /** Every step's losses; none of a run that trains nothing. */
  public List<StepLosses> steps() {
    List<StepLosses> steps = new ArrayList<>();
    for (String line : lines(METRICS)) {
      Map<String, Double> terms = new LinkedHashMap<>();
      Json.map(line, METRICS).forEach((key, value) -> terms.put(key, number(value)));
      double step = terms.remove("step");
      double rate = terms.remove("learning_rate");
      double total = terms.remove("total");
      steps.add(new StepLosses((long) step, rate, total, terms));
    }
    return steps;
  }

  /** What was seen of target images meanwhile. */
  public List<WatchPoint> watch() {
    return lines(WATCH).stream().map(line -> Json.read(line, WATCH, WatchPoint.class)).toList();
  }

  /** The models measured on labelled images meanwhile. */
  public List<ValidationPoint> validation() {
    return lines(VALIDATION).stream()
        .map(line -> Json.read(line, VALIDATION, ValidationPoint.class))
        .toList();
  }

  /** What was counted of the trained model. */
  public Measurement evaluation() {
    return Json.read(folder.resolve(EVALUATION), Measurement.class);
  }

  /** What the run was made by and on. */
  public Map<String, @Nullable Object> provenance() {
    Path file = folder.resolve("provenance.json");
    return Json.map(text(file), file.toString());
  }

  /** What was measured, with times. */
  public Results results() {
    return Json.read(folder.resolve("results.json"), Results.class);
  }

  /** The folder of a round's pseudo labels, which may not exist, rounds counted from 1. */
  public Path pseudoLabels(int round) {
    return folder.resolve("pseudo_labels").resolve("round_" + round);
  }

  /**
   * Pixels that became pseudo labels, of all predicted as their class, 0 to 1; empty for a class
   * that was never predicted.
   *
   * @param classes names in train-id order
   */
  public List<Optional<Double>> selectedShares(int round, List<String> classes) {
    Path file = folder.resolve("pseudo_labels").resolve("round_%d.json".formatted(round));
    Map<String, @Nullable Object> summary = Json.map(text(file), file.toString());
    List<Optional<Double>> shares = new ArrayList<>();
    for (String name : classes) {
      Map<?, ?> entry = summary.get(name) instanceof Map<?, ?> map ? map : Map.of();
      shares.add(
          number(entry.get("predicted_pixels")) > 0
              ? Optional.of(number(entry.get("selected_share")))
              : Optional.empty());
    }
    return shares;
  }

  private List<String> lines(String name) {
    Path file = folder.resolve(name);
    return Files.exists(file) ? text(file).lines().toList() : List.of();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double number(@Nullable Object value) {
    return value instanceof Number number ? number.doubleValue() : Double.NaN;
  }
}
