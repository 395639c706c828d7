package org.sourcefree.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.sourcefree.InvalidInputException;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TensorFlowException;

/**
 * The training states of a run, one folder each, named by the number of steps taken. A state is
 * every variable, momentum included; all else follows from the step and the seed. The last two are
 * kept.
 */
public final class Checkpoints {
  private static final Pattern NAME = Pattern.compile("step_(\\d{8})");
  private static final String FILES = "variables";
  private static final int KEPT = 2;

  private final Path folder;

  /** The checkpoints under a folder, which need not exist yet. */
  public Checkpoints(Path folder) {
    this.folder = folder;
  }

  /** Saves the session's variables; the graph must have a saver. */
  public void save(Session session, long step) {
    Path partial = folder.resolve("partial");
    Folders.delete(partial);
    try {
      Files.createDirectories(partial);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    session.save(partial.resolve(FILES).toString());
    Folders.move(partial, path(step));
    List<Long> steps = steps();
    for (int i = 0; i < steps.size() - KEPT; i++) {
      Folders.delete(path(steps.get(i)));
    }
  }

  /** The steps of the newest state, empty if there is none. */
  public OptionalLong latest() {
    return steps().stream().mapToLong(Long::longValue).max();
  }

  /**
   * Restores the state of the given steps into the session's variables.
   *
   * @throws InvalidInputException if it is damaged
   */
  public void restore(Session session, long step) {
    try {
      session.restore(path(step).resolve(FILES).toString());
    } catch (TensorFlowException e) {
      throw new InvalidInputException(
          "the checkpoint %s must be whole, could not be read; delete it to go on from an older one"
              .formatted(path(step)),
          e);
    }
  }

  private Path path(long step) {
    return folder.resolve("step_%08d".formatted(step));
  }

  private List<Long> steps() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(folder)) {
      List<Long> steps = new ArrayList<>();
      for (Path child : children.sorted().toList()) {
        Matcher matcher = NAME.matcher(child.getFileName().toString());
        if (matcher.matches()) {
          steps.add(Long.valueOf(matcher.group(1)));
        }
      }
      return steps;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
