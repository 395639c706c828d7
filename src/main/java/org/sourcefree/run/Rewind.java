package org.sourcefree.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.sourcefree.config.Json;
import org.sourcefree.files.Checksums;
import org.sourcefree.files.Folders;
import org.sourcefree.training.TrainingPlan;

/**
 * Puts a run folder back to its newest checkpoint that can be resumed from: what was logged and
 * labelled after it is dropped, as it will be made again.
 */
final class Rewind {
  private final RunFiles files;
  private final TrainingPlan rounds;
  private final List<String> notes = new ArrayList<>();

  /** The rewinding of a folder. */
  Rewind(RunFiles files, TrainingPlan rounds) {
    this.files = files;
    this.rounds = rounds;
  }

  /**
   * Where the folder stands.
   *
   * @param taken steps taken by the state to resume from; empty if the run starts
   * @param notes what was found damaged, a sentence each
   */
  record Point(OptionalLong taken, List<String> notes) {
    /** Where a new run stands. */
    static final Point START = new Point(OptionalLong.empty(), List.of());

    /** Copies the list. */
    Point {
      notes = List.copyOf(notes);
    }
  }

  /**
   * Rewinds the folder.
   *
   * @throws org.sourcefree.InvalidInputException if there are checkpoints, but none can be resumed
   *     from; nothing is dropped then
   */
  Point run(Checkpoints checkpoints) {
    Optional<Checkpoints.Found> found = checkpoints.newest(this::obstacle);
    found.ifPresent(state -> notes.addAll(state.passedOver()));
    long taken = found.map(Checkpoints.Found::step).orElse(-1L);
    notes.addAll(new LogRewind(files, taken, found.map(Checkpoints.Found::folder)).run());
    for (int round = 0; round < rounds.rounds(); round++) {
      dropLabels(round, taken);
    }
    if (found.isPresent()) {
      noteProcessors();
    }
    return new Point(found.isPresent() ? OptionalLong.of(taken) : OptionalLong.empty(), notes);
  }

  /** What a round trains on must be what it began with. */
  private Optional<String> obstacle(Path state) {
    TrainingState saved = Json.read(state.resolve("state.json"), TrainingState.class);
    Path labels = files.pseudoLabels(saved.round());
    return saved.labelledRounds().contains(saved.round())
        ? Checksums.difference(RunFiles.checksums(labels), labels)
            .map(words -> "needs the pseudo labels %s: %s".formatted(labels, words))
        : Optional.empty();
  }

  /** TensorFlow and oneDNN share out sums by processors, and so round otherwise. */
  private void noteProcessors() {
    int now = Runtime.getRuntime().availableProcessors();
    Path noted = files.provenance();
    Object began = Files.exists(noted) ? new RunLog(files.folder()).provenance().get("cores") : now;
    if (began instanceof Number cores && cores.intValue() != now) {
      notes.add(
          "the run began on %d processors and is resumed on %d; its bytes may differ from those of a run on one machine"
              .formatted(cores.intValue(), now));
    }
  }

  private void dropLabels(int round, long taken) {
    Path labels = files.pseudoLabels(round + 1);
    long first = rounds.firstStepOf(round);
    boolean intact =
        !Files.exists(labels) || Checksums.difference(RunFiles.checksums(labels), labels).isEmpty();
    if (first > taken || (first == taken && !intact)) {
      Folders.delete(labels);
    } else if (!intact) {
      notes.add("%s is no longer what was written; nothing needs it any more".formatted(labels));
    }
  }
}
