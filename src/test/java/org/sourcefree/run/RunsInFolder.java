package org.sourcefree.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sourcefree.files.Checksums;
import org.sourcefree.files.Folders;
import org.sourcefree.training.OnDivergence;
import org.sourcefree.training.StepLosses;
import org.sourcefree.training.TrainingPlan;

/** What a run does to its folder, without a model. */
final class RunsInFolder {
  static final String CONFIG = "kind: adaptation\n";

  private RunsInFolder() {}

  /** Two rounds of four steps, every checkpoint kept. */
  static TrainingPlan rounds(OnDivergence onDivergence) {
    return new TrainingPlan(
        2,
        2,
        4,
        2,
        Optional.of(9),
        Optional.of(onDivergence),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  static TrainingPlan rounds() {
    return rounds(OnDivergence.STOP);
  }

  static RunFolder open(Path path, boolean resume) {
    return RunFolder.open(path, CONFIG, rounds(), resume);
  }

  /** Logs steps, and what is seen and measured after each. */
  static void log(RunFolder folder, long from, long to) {
    for (long step = from; step < to; step++) {
      folder.appendMetrics(
          new StepLosses(step, 0.1, 1.0 / (step + 1), Map.of("entropy", 1.0), true));
      folder.appendWatch(new WatchPoint(step + 1, 0.5, List.of(0.25, 0.75)));
      folder.appendValidation(
          new ValidationPoint(
              step + 1, new org.sourcefree.evaluation.Scores(40 + step, Map.of("road", 40.0))));
    }
  }

  /** Saves a state after so many steps. */
  static void save(RunFolder folder, long taken) {
    try (Bowl bowl = Bowl.create()) {
      TrainingPlan rounds = folder.rounds();
      folder.save(
          bowl.session(),
          new TrainingState(
              taken,
              rounds.totalSteps(),
              rounds.roundOf(taken) + 1,
              7,
              1,
              0,
              folder.labelledRounds(),
              1));
    }
  }

  /** Writes the labels of a round, counted from 0, with their checksums. */
  static Path label(RunFolder folder, int round) {
    Path labels = folder.pseudoLabels(round);
    Folders.create(labels);
    try {
      Files.write(labels.resolve("image.png"), new byte[] {1, 2, (byte) round});
      Checksums.write(
          RunFolder.checksums(labels), Checksums.files(labels, labels.getFileName() + "/"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return labels;
  }
}
