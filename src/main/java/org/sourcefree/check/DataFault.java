package org.sourcefree.check;

import java.nio.file.Path;
import java.util.Optional;
import org.sourcefree.InvalidInputException;
import org.sourcefree.PlainText;

/**
 * What is wrong with a file of a dataset.
 *
 * @param file empty where the dataset as a whole is at fault
 * @param reason continues the file's name; a full sentence without one
 * @param files how many files it is about; a missing folder stands for all that belong in it
 */
public record DataFault(Kind kind, Optional<Path> file, String reason, long files) {
  /** What is wrong, in a word. */
  public enum Kind {
    /** It does not exist. */
    MISSING,
    /** It cannot be decoded. */
    UNREADABLE,
    /** An image and its label differ in size. */
    SIZE,
    /** A label holds ids that its encoding does not know. */
    UNKNOWN_ID,
    /** The dataset cannot be listed, or lacks what it is used for. */
    DATASET
  }

  static DataFault of(Kind kind, Path file, String reason) {
    return new DataFault(kind, Optional.of(file), reason, 1);
  }

  static DataFault dataset(String reason) {
    return new DataFault(Kind.DATASET, Optional.empty(), reason, 1);
  }

  /** A file that could not be decoded, with the decoder's reason. */
  static DataFault unreadable(Path file, InvalidInputException failure) {
    String said = String.valueOf(failure.getMessage());
    String named = PlainText.line("image " + file + " ");
    return of(
        Kind.UNREADABLE, file, said.startsWith(named) ? said.substring(named.length()) : said);
  }

  /** File and reason on one line. */
  public String line() {
    return PlainText.line(file.map(path -> path + " " + reason).orElse(reason));
  }
}
