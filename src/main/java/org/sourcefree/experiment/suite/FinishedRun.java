package org.sourcefree.experiment.suite;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.sourcefree.config.Json;
import org.sourcefree.evaluation.Measurement;
import org.sourcefree.experiment.RunLog;

/**
 * What a suite notes of a run when it is done, finished.json in the run folder. Without it a run
 * counts as unfinished.
 *
 * @param fingerprint of config, model and images
 * @param seconds as in {@link SuiteOutcome.Run}
 * @param wallSeconds with evaluations
 * @param panels names of the images shown; their files lie in panels/
 */
record FinishedRun(
    String fingerprint,
    double seconds,
    double wallSeconds,
    long targetBytes,
    List<SuiteOutcome.LabelRound> labels,
    List<String> panels) {
  private static final String FILE = "finished.json";

  /** The note in a run folder, empty if the run is not done or was of another config or input. */
  static Optional<FinishedRun> in(Path folder, String fingerprint) {
    Path file = folder.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    FinishedRun found = Json.read(file, FinishedRun.class);
    return found.fingerprint.equals(fingerprint) ? Optional.of(found) : Optional.empty();
  }

  /** Leaves the note, last of all. */
  void write(Path folder) {
    Json.write(folder.resolve(FILE), this);
  }

  /** The run with what its folder holds. */
  SuiteOutcome.Run read(Path folder) {
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
        folder, after, curve, log.watch(), labels, targetBytes, seconds, panels(folder));
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
