package org.sourcefree.data;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.sourcefree.InvalidInputException;
import org.sourcefree.data.paths.Glob;
import org.sourcefree.files.FileNames;

/** A text file that names files below a root, one a line; blank lines are skipped. */
final class ListFile {
  private static final String BYTE_ORDER_MARK = "\ufeff";

  private static final long LARGEST = 64 << 20;
  private static final int LONGEST = 4096;

  private ListFile() {}

  /**
   * The paths, relative to the root, in the file's order.
   *
   * @throws InvalidInputException if it cannot be read, names nothing, or leads out of the root
   */
  static List<String> read(Path file) {
    List<String> paths = new ArrayList<>();
    List<String> lines = lines(file);
    for (int i = 0; i < lines.size(); i++) {
      String path = lines.get(i).replace(BYTE_ORDER_MARK, "").strip();
      if (path.length() > LONGEST) {
        throw new InvalidInputException(
            "a list must name files in at most %d characters, got %d (%s:%d)"
                .formatted(LONGEST, path.length(), file, i + 1));
      }
      if (leadsOutside(path, file, i + 1)) {
        throw new InvalidInputException(
            "a list must name files below the root, without .., got \"%s\" (%s:%d)"
                .formatted(path, file, i + 1));
      }
      if (!path.isEmpty()) {
        paths.add(path);
      }
    }
    if (paths.isEmpty()) {
      throw new InvalidInputException(
          "list %s must name at least one file, got none".formatted(file));
    }
    return paths;
  }

  /** The same of a line of a list, which is named where no file can be called so. */
  private static boolean leadsOutside(String path, Path file, int line) {
    try {
      return Glob.leadsOutside(path);
    } catch (InvalidInputException e) {
      throw new InvalidInputException("%s (%s:%d)".formatted(e.getMessage(), file, line), e);
    }
  }

  private static List<String> lines(Path file) {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new InvalidInputException("list %s must be a file".formatted(file));
    }
    try {
      if (Files.size(file) > LARGEST) {
        throw new InvalidInputException(
            "list %s must hold at most 64 MiB, found %d bytes".formatted(file, Files.size(file)));
      }
      return Files.readAllLines(file);
    } catch (CharacterCodingException e) {
      throw new InvalidInputException("list %s must be UTF-8 text".formatted(file), e);
    } catch (IOException e) {
      String reason = Files.exists(file) ? "cannot be read" : "does not exist";
      throw new InvalidInputException(
          "list %s %s%s".formatted(file, reason, FileNames.from(file)), e);
    }
  }
}
