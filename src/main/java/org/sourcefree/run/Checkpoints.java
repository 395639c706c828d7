package org.sourcefree.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.sourcefree.InvalidInputException;
import org.sourcefree.files.Checksums;
import org.sourcefree.files.Folders;
import org.sourcefree.graph.Faults;
import org.sourcefree.savedmodel.BundleIndex;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TensorFlowException;

/**
 * The training states of a run, one folder each, named by the number of steps taken: every
 * variable, momentum included, what the run notes beside them, and the checksums of both. The last
 * few are kept.
 */
public final class Checkpoints {
  private static final Pattern NAME = Pattern.compile("step_(\\d{8})");
  private static final String FILES = "variables";
  private static final String SUMS = "SHA256SUMS";

  private final Path folder;
  private final int kept;

  /**
   * The checkpoints under a folder, which need not exist yet.
   *
   * @param kept how many, at least 1
   */
  public Checkpoints(Path folder, int kept) {
    this.folder = folder;
    this.kept = kept;
  }

  /**
   * Saves the session's variables; the graph must have a saver.
   *
   * @param notes writes files of its own into the folder it is given
   * @throws UncheckedIOException if the disk does not take it; older states are kept
   */
  public void save(Session session, long step, Consumer<Path> notes) {
    Path partial = folder.resolve("partial");
    try {
      Folders.delete(partial);
      Files.createDirectories(partial);
      session.save(partial.resolve(FILES).toString());
      notes.accept(partial);
      Checksums.write(partial.resolve(SUMS), Checksums.files(partial, ""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (TensorFlowException e) {
      throw new UncheckedIOException(
          new FileSystemException(path(step).toString(), null, Faults.sentence(e)));
    }
    Folders.move(partial, path(step));
    List<Long> steps = steps();
    for (int i = 0; i < steps.size() - kept; i++) {
      Folders.delete(path(steps.get(i)));
    }
  }

  /**
   * A state that can be resumed from.
   *
   * @param step steps taken
   * @param folder where it lies
   * @param passedOver newer ones that cannot be resumed from, and why, a sentence each
   */
  public record Found(long step, Path folder, List<String> passedOver) {
    /** Copies the list. */
    public Found {
      passedOver = List.copyOf(passedOver);
    }

    /** The common beginning of the names of the files with all variables. */
    public Path variables() {
      return folder.resolve(FILES);
    }
  }

  /**
   * The newest intact state that can be resumed from; empty if there are none at all.
   *
   * @param obstacle what else keeps a run from resuming from the state in a folder, in a few words
   * @throws InvalidInputException if none is
   */
  public Optional<Found> newest(Function<Path, Optional<String>> obstacle) {
    List<String> damaged = new ArrayList<>();
    List<Long> steps = steps();
    for (int i = steps.size() - 1; i >= 0; i--) {
      Path state = path(steps.get(i));
      Optional<String> difference =
          Checksums.difference(state.resolve(SUMS), state).map(words -> "is damaged: " + words);
      Optional<String> fault = difference.isPresent() ? difference : obstacle.apply(state);
      if (fault.isEmpty()) {
        return Optional.of(new Found(steps.get(i), state, damaged));
      }
      damaged.add("the checkpoint %s %s".formatted(state, fault.get()));
    }
    if (damaged.isEmpty()) {
      return Optional.empty();
    }
    throw new InvalidInputException(
        "a run is resumed from an intact checkpoint, found none:  " + String.join("; ", damaged));
  }

  /** Whether steps were taken and saved, damaged or not. */
  public boolean hasTrained() {
    return steps().stream().anyMatch(step -> step > 0);
  }

  /** Whether anything was saved, damaged or not. */
  public boolean isEmpty() {
    return steps().isEmpty();
  }

  /**
   * Restores the state of the given steps into the session's variables.
   *
   * @throws InvalidInputException if it does not fit
   */
  public void restore(Session session, long step) {
    Path prefix = path(step).resolve(FILES);
    try {
      BundleIndex.open(prefix);
      session.restore(prefix.toString());
    } catch (RuntimeException e) {
      // Some of TensorFlow's exceptions are IllegalArgumentException and its like.
      throw new InvalidInputException(
          "the checkpoint %s must be of this run, could not be read".formatted(path(step)), e);
    }
  }

  private Path path(long step) {
    return folder.resolve("step_%08d".formatted(step));
  }

  /** Of every state, in ascending order. */
  private List<Long> steps() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(folder)) {
      return children
          .map(child -> NAME.matcher(child.getFileName().toString()))
          .filter(Matcher::matches)
          .map(name -> Long.valueOf(name.group(1)))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
