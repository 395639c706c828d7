package org.sourcefree.check;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.sourcefree.InvalidInputException;
import org.sourcefree.PlainText;
import org.sourcefree.run.DiskNeed;

/**
 * Something that a check found.
 *
 * @param sentence on one line
 */
public record Finding(Severity severity, String sentence) {

  /** What it means for the run, the worst first. */
  public enum Severity {
    /** The run would stop. */
    ERROR,
    /** The run would continue, perhaps not as was meant. */
    WARNING,
    /** Good to know. */
    NOTE
  }

  /** Puts a sentence of several lines on one. */
  public Finding {
    sentence = PlainText.line(sentence.strip().replaceAll("\\s*\\R\\s*", "; "));
  }

  /** The run would stop. */
  public static Finding error(String sentence) {
    return new Finding(Severity.ERROR, sentence);
  }

  /** The run would stop, for a reason that was thrown. */
  public static Finding error(RuntimeException reason) {
    return error(String.valueOf(reason.getMessage()));
  }

  /** The run would stop, for each of the reasons that were thrown, one a line. */
  public static List<Finding> errors(InvalidInputException reasons) {
    return reasons.messages().stream().map(Finding::error).toList();
  }

  /** Whether a disk has room. */
  public static Finding of(DiskNeed need) {
    DiskNeed.Answer answer = need.ask();
    return switch (answer.room()) {
      case TOO_LITTLE -> error(answer.sentence());
      case PERHAPS -> new Finding(Severity.WARNING, answer.sentence());
      case ENOUGH -> new Finding(Severity.NOTE, answer.sentence());
    };
  }

  static Finding warning(String format, Object... values) {
    return new Finding(Severity.WARNING, String.format(Locale.ROOT, format, values));
  }

  static Finding note(String format, Object... values) {
    return new Finding(Severity.NOTE, String.format(Locale.ROOT, format, values));
  }

  /** The same, said of a part. */
  public Finding of(String part) {
    return new Finding(severity, part + ": " + sentence);
  }

  /** Each once, the worst first, otherwise in their order. */
  public static List<Finding> sorted(List<Finding> findings) {
    return findings.stream().distinct().sorted(Comparator.comparing(Finding::severity)).toList();
  }

  /** Whether one of them would stop the run. */
  public static boolean stop(List<Finding> findings) {
    return findings.stream().anyMatch(finding -> finding.severity() == Severity.ERROR);
  }
}
