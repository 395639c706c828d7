package org.sourcefree.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sourcefree.InvalidInputException;
import org.sourcefree.config.ConfigReader;
import org.sourcefree.config.Json;
import org.sourcefree.data.ClassSet;
import org.sourcefree.evaluation.Measurement;
import org.sourcefree.model.PretrainedModel;
import org.sourcefree.model.StoredModel;
import org.sourcefree.training.StepLosses;

/** Reads what a run logged in its folder. */
public final class RunLog {
  private final RunFiles files;

  /** The log in a run folder. */
  public RunLog(Path folder) {
    this.files = new RunFiles(folder);
  }

  /**
   * Every step's losses; none of a run that trains nothing.
   *
   * @throws InvalidInputException if a line is damaged
   */
  public List<StepLosses> steps() {
    return lines(files.metrics()).map(line -> step(line)).toList();
  }

  private static StepLosses step(Line line) {
    Map<String, Double> terms = new LinkedHashMap<>();
    Json.map(line.text(), line.name()).forEach((key, value) -> terms.put(key, number(value)));
    Optional<Double> step = Optional.ofNullable(terms.remove("step"));
    Optional<Double> rate = Optional.ofNullable(terms.remove("learning_rate"));
    Optional<Double> total = Optional.ofNullable(terms.remove("total"));
    if (step.isEmpty() || step.get().isNaN() || rate.isEmpty() || total.isEmpty()) {
      throw new InvalidInputException(
          "%s must hold step, learning_rate and total".formatted(line.name()));
    }
    return new StepLosses(step.get().longValue(), rate.get(), total.get(), terms, true);
  }

  /** What was seen of target images meanwhile. */
  public List<WatchPoint> watch() {
    return records(files.watch(), WatchPoint.class);
  }

  /** The models measured on labelled images meanwhile. */
  public List<ValidationPoint> validation() {
    return records(files.validation(), ValidationPoint.class);
  }

  /** How often training went back after it had diverged. */
  List<Divergence> divergences() {
    return records(files.divergences(), Divergence.class);
  }

  /** Whether the trained model was measured. */
  public boolean isEvaluated() {
    return Files.exists(files.evaluation());
  }

  /** What was counted of the trained model. */
  public Measurement evaluation() {
    return Json.read(files.evaluation(), Measurement.class);
  }

  /** What the run was made by and on. */
  public Map<String, @Nullable Object> provenance() {
    Path file = files.provenance();
    return Json.map(RunFiles.text(file), file.toString());
  }

  /** What was measured so far, with times. */
  public Results results() {
    Path file = files.results();
    return Files.exists(file) ? Json.read(file, Results.class) : Results.none();
  }

  /** Where the run's time went; empty of a run of an older version. */
  public Optional<Timing.Spent> timing() {
    Path file = files.timing();
    return Files.exists(file) ? Optional.of(Json.read(file, Timing.Spent.class)) : Optional.empty();
  }

  /**
   * The classes in train-id order: as noted in the folder, or, of a run of an older version, as the
   * trained model says; empty if neither is there.
   */
  public Optional<ClassSet> classes() {
    Path noted = files.classes();
    Path model = files.savedModel();
    if (Files.exists(noted)) {
      return Optional.of(Json.read(noted, ClassSet.class));
    }
    return Files.exists(model)
        ? Optional.of(
            StoredModel.read(model).describedModel(PretrainedModel.unsaid(model)).classes())
        : Optional.empty();
  }

  /** Names of the images whose pictures lie in panels/, in order; none until the run has ended. */
  public List<String> panels() {
    Path names = PanelFiles.list(files.folder());
    return Files.exists(names) ? Json.read(names, PanelFiles.Listed.class).names() : List.of();
  }

  /** Every value of the config by key path, as written. */
  public Map<String, String> config() {
    return ConfigReader.readValues(files.config());
  }

  /** The folder of a round's pseudo labels, which may not exist, rounds counted from 1. */
  public Path pseudoLabels(int round) {
    return files.pseudoLabels(round);
  }

  /**
   * Pixels that became pseudo labels, of all predicted as their class, 0 to 1; empty for a class
   * that was never predicted.
   *
   * @param classes names in train-id order
   */
  public List<Optional<Double>> selectedShares(int round, List<String> classes) {
    return selection(round, classes).stream()
        .map(
            entry ->
                number(entry.get("predicted_pixels")) > 0
                    ? Optional.of(number(entry.get("selected_share")))
                    : Optional.<Double>empty())
        .toList();
  }

  /**
   * Pixels that a labelling pass predicted as each class.
   *
   * @param classes names in train-id order
   */
  public List<Long> predictedPixels(int round, List<String> classes) {
    return selection(round, classes).stream()
        .map(entry -> (long) number(entry.get("predicted_pixels")))
        .toList();
  }

  private List<Map<?, ?>> selection(int round, List<String> classes) {
    Path file = files.selection(round);
    Map<String, @Nullable Object> summary = Json.map(RunFiles.text(file), file.toString());
    List<Map<?, ?>> entries = new ArrayList<>();
    for (String name : classes) {
      entries.add(summary.get(name) instanceof Map<?, ?> map ? map : Map.of());
    }
    return entries;
  }

  private static <T> List<T> records(Path file, Class<T> type) {
    return lines(file).map(line -> Json.read(line.text(), line.name(), type)).toList();
  }

  /** A line of a file, and what it is called in messages. */
  private record Line(String text, String name) {}

  /** The complete lines of a file; one that is being written is left out. */
  private static Stream<Line> lines(Path file) {
    List<String> complete = new JsonLines(file).complete();
    return IntStream.range(0, complete.size())
        .mapToObj(i -> new Line(complete.get(i), file + ":" + (i + 1)));
  }

  private static double number(@Nullable Object value) {
    return value instanceof Number number ? number.doubleValue() : Double.NaN;
  }
}
