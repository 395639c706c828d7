package org.sourcefree.experiment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.sourcefree.InvalidInputException;
import org.sourcefree.checkpoint.Folders;

/**
 * A place in TensorFlow Serving's layout: DIR/NAME/VERSION, versions counted from 1. A version
 * appears once it is complete, as servers take up a new one at any moment.
 *
 * @param root DIR
 * @param name the model's on the server
 */
record ServedVersion(Path root, String name) {
  private static final String VERSION = "[0-9]{1,18}";

  /** Checks the name. */
  ServedVersion {
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9_.-]*")) {
      throw new InvalidInputException(
          "a served model's name must be letters, digits, _, . and -, got \"%s\"; use --name"
              .formatted(name));
    }
  }

  /**
   * Fills the next free version.
   *
   * @param writer makes the version in the folder it is given, which does not exist yet
   * @return the version's folder
   * @throws InvalidInputException if it cannot be made; nothing is left behind then
   */
  Path fill(Consumer<Path> writer) {
    Path model = root.resolve(name);
    Path last = root.toAbsolutePath();
    while (last.getParent() != null && !Files.exists(last.getParent())) {
      last = last.getParent();
    }
    boolean rootExisted = Files.exists(root);
    boolean modelExisted = Files.exists(model);
    Path created = rootExisted ? model : last;
    Folders.create(model);
    Path partial = model.resolve(".partial-" + ProcessHandle.current().pid());
    try {
      writer.accept(partial);
      return move(partial, model);
    } catch (RuntimeException e) {
      Folders.delete(partial);
      if (!modelExisted) {
        Folders.delete(created);
      }
      throw e;
    }
  }

  private static Path move(Path partial, Path model) {
    try {
      Path version = model.resolve(Long.toString(latest(model) + 1));
      return Files.move(partial, version, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
      throw new InvalidInputException(
          "another export has just taken the version of %s; start again".formatted(model), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long latest(Path model) throws IOException {
    try (Stream<Path> versions = Files.list(model)) {
      return versions
          .map(path -> String.valueOf(path.getFileName()))
          .filter(version -> version.matches(VERSION))
          .mapToLong(Long::parseLong)
          .max()
          .orElse(0);
    }
  }
}
