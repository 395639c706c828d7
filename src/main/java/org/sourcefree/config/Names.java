package org.sourcefree.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.sourcefree.PlainText;

/** Names of keys: snake_case, the nearest one, and how a key path is spoken of. */
public final class Names {
  private static final int LONGEST = 80;
  private static final Pattern WORD_START =
      Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");
  private static final Pattern LAST_KEY =
      Pattern.compile("(?:.*\\.)?([^.]*[^.0-9][^.]*(?:\\.\\d+)*)");

  private Names() {}

  /** {@code learningRate} and {@code LearningRate} to {@code learning_rate}. */
  static String snake(String camelCase) {
    return WORD_START.matcher(camelCase).replaceAll("_").toLowerCase(Locale.ROOT);
  }

  /** The snake_case of an enum constant. */
  static String snake(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** The path of a key or of a list's element below another path. */
  static String child(String path, String key) {
    String shown = printable(key);
    return path.isEmpty() ? shown : path + "." + shown;
  }

  /** The last key of a path, with the indices behind it: {@code rates.1} of {@code net.rates.1}. */
  static String last(String path) {
    if (path.isEmpty()) {
      return "the file";
    }
    var matcher = LAST_KEY.matcher(path);
    return matcher.matches() ? matcher.group(1) : path;
  }

  /** {@code , did you mean …?} or nothing. */
  public static String hint(Optional<String> nearest) {
    return nearest.map(name -> ", did you mean " + name + "?").orElse("");
  }

  /** The name that a mistyped one most likely stands for: at most a third of its letters differ. */
  public static Optional<String> nearest(String typed, Collection<String> names) {
    if (typed.length() > LONGEST) {
      return Optional.empty();
    }
    return names.stream()
        .filter(name -> distance(typed, name) <= Math.max(1, name.length() / 3))
        .min(Comparator.comparingInt(name -> distance(typed, name)));
  }

  /** One line of at most 80 characters. */
  static String printable(String text) {
    String line = PlainText.line(text);
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + "…";
  }

  /** Insertions, deletions, replacements and swaps of neighbours between two words. */
  private static int distance(String a, String b) {
    int[][] steps = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          steps[i][j] = i + j;
          continue;
        }
        int replaced = steps[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        steps[i][j] = Math.min(replaced, Math.min(steps[i - 1][j], steps[i][j - 1]) + 1);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          steps[i][j] = Math.min(steps[i][j], steps[i - 2][j - 2] + 1);
        }
      }
    }
    return steps[a.length()][b.length()];
  }
}
