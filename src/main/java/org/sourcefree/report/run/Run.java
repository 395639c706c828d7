package org.sourcefree.report.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sourcefree.InvalidInputException;
import org.sourcefree.data.ClassSet;
import org.sourcefree.evaluation.Measurement;
import org.sourcefree.evaluation.Scores;
import org.sourcefree.files.FileNames;
import org.sourcefree.run.Results;
import org.sourcefree.run.RunLog;
import org.sourcefree.run.Timing;
import org.sourcefree.run.ValidationPoint;
import org.sourcefree.run.WatchPoint;
import org.sourcefree.training.StepLosses;

/**
 * What a run folder holds, finished or not.
 *
 * @param name distinct among the runs of a page
 * @param colour index of the run's colour
 * @param config every value by key path
 */
record Run(
    String name,
    int colour,
    Path folder,
    Map<String, String> config,
    Map<String, @Nullable Object> provenance,
    Results results,
    Optional<ClassSet> classes,
    List<StepLosses> steps,
    List<WatchPoint> watch,
    List<ValidationPoint> validation,
    Optional<Measurement> evaluation,
    Optional<Timing.Spent> timing,
    List<String> panels) {
  /** What a run can make of its model. */
  static final Set<String> TRAINED = Set.of("adapted", "pretrained");

  private static final String CONFIG = "experiment.yaml";

  /**
   * Reads runs.
   *
   * @throws InvalidInputException if a folder holds none, a file is damaged, or a run is named
   *     twice
   */
  static List<Run> read(List<Path> folders) {
    List<Path> places = folders.stream().map(each -> each.toAbsolutePath().normalize()).toList();
    for (int i = 0; i < places.size(); i++) {
      if (!Files.isRegularFile(places.get(i).resolve(CONFIG))) {
        throw new InvalidInputException(
            "there must be a run (%s) in %s, found none%s"
                .formatted(CONFIG, folders.get(i), FileNames.from(folders.get(i))));
      }
      if (places.indexOf(places.get(i)) < i) {
        throw new InvalidInputException("a run must be named once, got twice " + folders.get(i));
      }
    }
    List<String> names = names(places);
    List<Run> runs = new ArrayList<>();
    for (int i = 0; i < places.size(); i++) {
      runs.add(read(names.get(i), i, folders.get(i)));
    }
    return runs;
  }

  private static Run read(String name, int colour, Path folder) {
    RunLog log = new RunLog(folder);
    Run run =
        new Run(
            name,
            colour,
            folder,
            log.config(),
            Files.exists(folder.resolve("provenance.json")) ? log.provenance() : Map.of(),
            log.results(),
            log.classes(),
            log.steps(),
            log.watch(),
            log.validation(),
            log.isEvaluated() ? Optional.of(log.evaluation()) : Optional.empty(),
            log.timing(),
            log.panels());
    run.requireOneClassCount();
    return run;
  }

  private void requireOneClassCount() {
    if (classes.isPresent() && evaluation.isPresent()) {
      int count = classes.get().size();
      List<List<Long>> confusion = evaluation.get().confusion();
      if (confusion.size() != count || confusion.stream().anyMatch(row -> row.size() != count)) {
        throw new InvalidInputException(
            "%s must count the run's %d classes, got %d"
                .formatted(folder.resolve("evaluation.json"), count, confusion.size()));
      }
    }
  }

  /** The last parts of the paths, as many as tell all apart. */
  private static List<String> names(List<Path> places) {
    int longest = places.stream().mapToInt(Path::getNameCount).max().orElse(0);
    for (int parts = 1; parts < longest; parts++) {
      int length = parts;
      List<String> names =
          places.stream()
              .map(p -> p.subpath(Math.max(0, p.getNameCount() - length), p.getNameCount()))
              .map(Path::toString)
              .toList();
      if (new HashSet<>(names).size() == names.size()) {
        return names;
      }
    }
    return places.stream().map(Path::toString).toList();
  }

  /** Whether the run has come to its end. */
  boolean isFinished() {
    return results.after().isPresent() || !panels.isEmpty();
  }

  /** What the class bars and confusion are labelled with, in order. */
  List<String> classNames() {
    return classes
        .map(ClassSet::names)
        .orElseGet(
            () ->
                List.copyOf(
                    results
                        .after()
                        .or(results::before)
                        .map(Scores::iou)
                        .orElse(Map.of())
                        .keySet()));
  }

  /** The terms of the objective, or what takes its place. */
  String objective() {
    List<String> terms =
        config.entrySet().stream()
            .filter(entry -> entry.getKey().matches("objective\\.\\d+\\.kind"))
            .map(entry -> words(entry.getValue()))
            .toList();
    if (!terms.isEmpty()) {
      return String.join(" + ", terms);
    }
    return isPretraining() ? "cross entropy" : "none";
  }

  /** What a run makes of its model: one of {@link #TRAINED}. */
  String trained() {
    return isPretraining() ? "pretrained" : "adapted";
  }

  /** What runs make of their models, for a heading over all of them. */
  static String trained(List<Run> runs) {
    return runs.stream().map(Run::trained).distinct().collect(Collectors.joining(" or "));
  }

  private boolean isPretraining() {
    return config.getOrDefault("kind", "").equals("pretraining");
  }

  /** How pseudo labels are chosen, or what labels there are. */
  String labels() {
    String kind = config.getOrDefault("pseudo_labels.kind", "");
    return kind.isEmpty() ? "the source's own" : words(kind);
  }

  /** Steps taken, of all; steps that are logged if the config does not say. */
  String progress() {
    long taken = steps.isEmpty() ? 0 : steps.get(steps.size() - 1).step() + 1;
    if (steps.isEmpty() && isFinished()) {
      return "0";
    }
    return plannedSteps().map(all -> "%d of %d".formatted(taken, all)).orElse("" + taken);
  }

  private Optional<Long> plannedSteps() {
    try {
      return Optional.of(
          Math.multiplyExact(
              Long.parseLong(config.getOrDefault("training.rounds", "")),
              Long.parseLong(config.getOrDefault("training.steps_per_round", ""))));
    } catch (NumberFormatException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  /** What the run was measured on, to be compared with another's. */
  Map<String, String> measuredOn() {
    return config.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith("data.evaluation"))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  static String words(String snake) {
    return snake.replace('_', ' ');
  }
}
