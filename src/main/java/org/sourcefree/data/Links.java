package org.sourcefree.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.sourcefree.InvalidInputException;

/**
 * Finds symbolic links that lead out of a folder. The folder itself may be a link, and links to
 * places inside it are fine.
 */
final class Links {
  private final Path folder;
  private final Map<Path, Boolean> known = new HashMap<>();

  Links(Path folder) {
    this.folder = folder;
  }

  /**
   * Checks that a path below the folder stays inside it; a path that does not exist passes.
   *
   * @throws InvalidInputException if a symbolic link on the way leads out of the folder
   */
  void requireInside(Path path) {
    Path parent = path.getParent();
    boolean inside =
        parent == null || path.equals(folder) || known.computeIfAbsent(parent, this::isInside);
    if (!inside || !isInside(path)) {
      throw new InvalidInputException(
          "%s must lie in %s, a symbolic link leads out of it; name the folder it leads to as the root, or copy what is there"
              .formatted(path, folder));
    }
  }

  private boolean isInside(Path path) {
    try {
      return path.toRealPath().startsWith(folder.toRealPath());
    } catch (IOException e) {
      return true;
    }
  }
}
