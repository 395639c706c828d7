package org.sourcefree.files;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.sourcefree.InvalidInputException;

/**
 * Names of files, which Java reads and writes in the locale's encoding: in the locales C and POSIX,
 * as in containers, cron and ssh, those of ASCII alone.
 */
public final class FileNames {
  /** In place of what could not be read. */
  private static final char UNREADABLE = '\uFFFD';

  private FileNames() {}

  /**
   * A path.
   *
   * @throws InvalidInputException if no file can be called so
   */
  public static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new InvalidInputException(fault(text), e);
    }
  }

  /** Why no file can be called so, in a sentence. */
  public static String fault(String text) {
    if (text.indexOf('\0') >= 0) {
      return "a file's name must not hold the character 0, got " + text.replace('\0', UNREADABLE);
    }
    return "file names must be text in the locale's encoding, %s, got %s; LC_ALL=C.UTF-8 takes all"
        .formatted(System.getProperty("sun.jnu.encoding", "which is unknown"), text);
  }

  /** From which folder a path was looked for, behind a comma; nothing if it says so itself. */
  public static String from(Path sought) {
    return sought.isAbsolute() ? "" : ", looked for in " + Path.of("").toAbsolutePath();
  }

  /**
   * Checks that a file found in a folder can be opened by the text of its path too.
   *
   * @throws InvalidInputException if its name is not text in the locale's encoding
   */
  public static void requireReadable(Path found) {
    String text = found.toString();
    if (text.indexOf(UNREADABLE) >= 0 && !Files.exists(path(text), LinkOption.NOFOLLOW_LINKS)) {
      throw new InvalidInputException(fault(text));
    }
  }
}
