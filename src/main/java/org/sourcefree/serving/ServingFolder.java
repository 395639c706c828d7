package org.sourcefree.serving;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.sourcefree.InvalidInputException;

/**
 * The versions of one model as TensorFlow Serving reads them: {@code root/name/1}, {@code
 * root/name/2} and so on. Folders of other names are none of its business.
 *
 * @param name letters, digits, and _ . - after the first
 */
public record ServingFolder(Path root, String name) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*");
  private static final Pattern VERSION = Pattern.compile("[0-9]{1,18}");

  /** Checks the name. */
  public ServingFolder {
    if (!NAME.matcher(name).matches()) {
      throw new InvalidInputException(
          "a served model's name must be letters, digits, _ . and -, got '%s'; use another --name"
              .formatted(name));
    }
  }

  /** The folder that the versions lie in. */
  public Path path() {
    return root.resolve(name);
  }

  /** A folder beside the versions that no server looks at, for this process alone. */
  public Path unfinished() {
    return path().resolve(".unfinished-" + ProcessHandle.current().pid());
  }

  /**
   * Moves a complete folder into place as the version after the last.
   *
   * @return the version's folder
   */
  public Path publish(Path complete) {
    try {
      long version = next();
      while (true) {
        Path place = path().resolve(Long.toString(version));
        if (!Files.exists(place) && isMoved(complete, place)) {
          return place;
        }
        version++;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long next() throws IOException {
    try (Stream<Path> paths = Files.list(path())) {
      List<String> names = paths.map(path -> path.getFileName().toString()).toList();
      return 1
          + names.stream()
              .filter(each -> VERSION.matcher(each).matches())
              .mapToLong(Long::parseLong)
              .max()
              .orElse(0);
    }
  }

  /** Another export may have been faster: a folder that holds something is never moved over. */
  private static boolean isMoved(Path complete, Path place) throws IOException {
    try {
      Files.move(complete, place, StandardCopyOption.ATOMIC_MOVE);
      return true;
    } catch (AtomicMoveNotSupportedException e) {
      throw e;
    } catch (IOException e) {
      if (Files.exists(place)) {
        return false;
      }
      throw e;
    }
  }
}
