package org.sourcefree.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.sourcefree.InvalidInputException;
import org.sourcefree.Progress;
import org.sourcefree.files.Folders;
import org.sourcefree.machine.Memory;
import org.sourcefree.model.ModelSession;
import org.sourcefree.training.OnCollapse;
import org.sourcefree.training.TrainingPlan;
import org.sourcefree.training.TrainingSettings;

/**
 * What something takes of a disk.
 *
 * @param what takes it
 * @param folder where, which need not exist yet
 * @param least bytes, without which it cannot be done
 * @param most bytes
 */
public record DiskNeed(String what, Path folder, long least, long most) {
  /** A SavedModel, and as it is being written. */
  private static final long COPIES_OF_A_MODEL = 2;

  /** In a checkpoint, the weights and their momentum. */
  private static final int COPIES_IN_A_CHECKPOINT = 2;

  /**
   * Bytes of what a run stores.
   *
   * @param model its weights
   * @param added what a state holds beside them and their momentum
   */
  public record Stored(long model, long added) {

    /** Of a model that is trained so, if it is. */
    public static Stored of(ModelSession opened, Optional<TrainingSettings> step) {
      long numbers = opened.weights().stream().mapToLong(weight -> weight.shape().size()).sum();
      long added = step.map(each -> each.added(opened.model())).orElse(0L);
      return new Stored(Float.BYTES * numbers, Float.BYTES * added);
    }
  }

  /**
   * A run's.
   *
   * @param trains whether a step is taken
   * @param labelPixels of one round's pseudo labels, which take a byte each if PNG saves nothing
   */
  public static DiskNeed of(
      Stored stored, TrainingPlan rounds, boolean trains, long labelPixels, Path output) {
    long model = stored.model();
    long saved = 1 + Math.max(rounds.rounds(), rounds.totalSteps() / rounds.checkpointEvery());
    // One more than are kept while it is being written.
    long checkpoints = trains ? Math.min(rounds.keptCheckpoints() + 1L, saved) : 0;
    long healthy = trains && rounds.whenCollapsed() == OnCollapse.RESTORE ? 2 : 0;
    long state = COPIES_IN_A_CHECKPOINT * model + stored.added();
    long least = Math.max(model, checkpoints * state);
    long models = (rounds.validateEvery().isPresent() ? 2 : 1) * COPIES_OF_A_MODEL;
    long most =
        (checkpoints + healthy) * state
            + (models + candidates(rounds, trains)) * model
            + rounds.rounds() * labelPixels;
    return new DiskNeed("the run", output, least, most);
  }

  /** Networks that are kept beside the result: target statistics, and others it is chosen from. */
  private static long candidates(TrainingPlan rounds, boolean trains) {
    if (!trains) {
      return 0;
    }
    return rounds.kept().looksBack() ? 1L + rounds.rounds() + rounds.validations() : 1;
  }

  /** The need of several that follow one another and all stay. */
  public DiskNeed times(int runs) {
    return runs == 1 ? this : new DiskNeed(runs + " runs", folder, runs * least, runs * most);
  }

  /** Whether there is room. */
  public enum Room {
    /** For all of it. */
    ENOUGH,
    /** For the least, not for the most. */
    PERHAPS,
    /** Not for the least. */
    TOO_LITTLE
  }

  /**
   * What was found.
   *
   * @param sentence with the sizes
   */
  public record Answer(Room room, String sentence) {}

  /** Compares the need with what is free now. */
  public Answer ask() {
    long free = free();
    String sentence =
        "disk: %s takes at most %s in %s, where %s are free"
            .formatted(what, Memory.size(most), folder, Memory.size(free));
    if (least > free) {
      return new Answer(Room.TOO_LITTLE, sentence + ", and at least " + Memory.size(least));
    }
    return new Answer(most > free ? Room.PERHAPS : Room.ENOUGH, sentence);
  }

  /**
   * Says it if there may not be enough.
   *
   * @throws InvalidInputException if there is not
   */
  public void require(Progress progress) {
    Answer answer = ask();
    switch (answer.room()) {
      case TOO_LITTLE -> throw new InvalidInputException(answer.sentence());
      case PERHAPS -> progress.say(answer.sentence());
      case ENOUGH -> {}
    }
  }

  private long free() {
    try {
      return Files.getFileStore(Folders.existing(folder)).getUsableSpace();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
