package org.sourcefree.suite;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.sourcefree.InvalidInputException;
import org.sourcefree.config.Json;
import org.sourcefree.evaluation.Measurement;
import org.sourcefree.run.PanelFiles;
import org.sourcefree.run.RunLog;

/**
 * What a suite notes of a run when it is done, finished.json in the run folder. Without it a run
 * counts as unfinished.
 *
 * @param fingerprint of config, model and images
 * @param seconds as in {@link SuiteOutcome.Run}
 * @param wallSeconds with evaluations
 * @param resumed whether it was interrupted, so that its times hold a second start
 * @param panels names of the images shown; their files lie in panels/
 */
record FinishedRun(
    String fingerprint,
    double seconds,
    double wallSeconds,
    boolean resumed,
    long targetBytes,
    List<Round> labels,
    List<String> panels) {
  static final String FILE = "finished.json";

  /**
   * A labelling round by class name; a class without a figure is left out.
   *
   * @param round counted from 1
   */
  record Round(int round, Map<String, Double> shares, Map<String, Double> accuracies) {
    static Round of(SuiteOutcome.LabelRound round, List<String> classes) {
      return new Round(
          round.round(), byName(round.shares(), classes), byName(round.accuracies(), classes));
    }

    SuiteOutcome.LabelRound in(List<String> classes) {
      return new SuiteOutcome.LabelRound(
          round, inOrder(shares, classes), inOrder(accuracies, classes));
    }

    private static Map<String, Double> byName(List<Optional<Double>> values, List<String> names) {
      Map<String, Double> map = new LinkedHashMap<>();
      for (int i = 0; i < names.size(); i++) {
        String name = names.get(i);
        values.get(i).ifPresent(value -> map.put(name, value));
      }
      return map;
    }

    private static List<Optional<Double>> inOrder(Map<String, Double> map, List<String> names) {
      return names.stream().map(name -> Optional.ofNullable(map.get(name))).toList();
    }
  }

  /**
   * The note in a run folder, empty if the run is not done, is damaged, or was of another config or
   * input.
   */
  static Optional<FinishedRun> in(Path folder, String fingerprint) {
    Path file = folder.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      FinishedRun found = Json.read(file, FinishedRun.class);
      new RunLog(folder).evaluation();
      return found.fingerprint.equals(fingerprint) ? Optional.of(found) : Optional.empty();
    } catch (InvalidInputException e) {
      return Optional.empty();
    }
  }

  /** Leaves the note, last of all. */
  void write(Path folder) {
    Json.write(folder.resolve(FILE), this);
  }

  /**
   * The run with what its folder holds.
   *
   * @param classes names in train-id order
   */
  SuiteOutcome.Run read(Path folder, List<String> classes) {
    RunLog log = new RunLog(folder);
    List<SuiteOutcome.CurvePoint> curve =
        log.steps().stream()
            .map(
                step ->
                    new SuiteOutcome.CurvePoint(
                        step.step(),
                        step.learningRate(),
                        step.total(),
                        step.terms().entrySet().stream()
                            .map(term -> new SuiteOutcome.TermValue(term.getKey(), term.getValue()))
                            .toList()))
            .toList();
    Measurement after = log.evaluation();
    return new SuiteOutcome.Run(
        folder,
        after,
        curve,
        log.watch(),
        labels.stream().map(round -> round.in(classes)).toList(),
        targetBytes,
        seconds,
        resumed,
        panels(folder));
  }

  private List<SuiteOutcome.Panel> panels(Path folder) {
    return IntStream.range(0, panels.size())
        .mapToObj(
            i ->
                new SuiteOutcome.Panel(
                    panels.get(i),
                    PanelFiles.image(folder, i),
                    PanelFiles.truth(folder, i),
                    PanelFiles.prediction(folder, i)))
        .toList();
  }
}
