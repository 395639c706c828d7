package org.sourcefree.data.paths;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.sourcefree.files.FileNames;

/**
 * A pattern of paths. {@code *} stands for any characters but slashes and {@code ?} for one; {@code
 * **}{@code /} for any folders, or none; {@code {a,b}} for one of several texts. Anything else
 * stands for itself. Slashes part folders on every system.
 */
public final class Glob {
  private static final String SPECIAL = "*?{";
  private static final Pattern PIECES =
      Pattern.compile(
          "(?<wildcard>\\*\\*/|\\*\\*|\\*|\\?)|\\{(?<choice>[^{}]*)\\}|(?<text>[^*?{}]+)|.");

  private final String text;
  private final Pattern pattern;

  /** Wildcards and choices, in their order. */
  private final List<String> gaps = new ArrayList<>();

  /**
   * Reads a pattern.
   *
   * @param key whose value it is, for the message
   * @throws IllegalArgumentException if it is blank or has an unpaired or nested brace
   */
  public Glob(String text, String key) {
    this.text = text;
    StringBuilder regex = new StringBuilder();
    Matcher piece = PIECES.matcher(text);
    while (piece.find()) {
      if (piece.group("wildcard") != null) {
        gaps.add(piece.group());
        regex.append(regex(piece.group()));
      } else if (piece.group("choice") != null) {
        gaps.add(piece.group());
        regex.append(
            Pattern.compile(",")
                .splitAsStream(piece.group("choice"))
                .map(Pattern::quote)
                .collect(Collectors.joining("|", "(", ")")));
      } else if (piece.group("text") != null) {
        regex.append(Pattern.quote(piece.group()));
      } else {
        throw new IllegalArgumentException(
            "%s must close each brace, got \"%s\"".formatted(key, text));
      }
    }
    if (text.isBlank()) {
      throw new IllegalArgumentException("%s must be a pattern, got none".formatted(key));
    }
    this.pattern = Pattern.compile(regex.toString());
  }

  /**
   * Reads a pattern of paths below a root.
   *
   * @throws IllegalArgumentException also if it is absolute or leads upwards
   */
  public static Glob below(String text, String key) {
    if (leadsOutside(text)) {
      throw new IllegalArgumentException(
          "%s must be a pattern below the root, without .., got \"%s\"".formatted(key, text));
    }
    return new Glob(text, key);
  }

  /** Whether a path, or a pattern of paths, is absolute, leads upwards, or can be none at all. */
  public static boolean leadsOutside(String text) {
    return text.startsWith("/")
        || FileNames.path(text.replace('*', '_').replace('?', '_')).isAbsolute()
        || Arrays.asList(text.split("[/\\\\]", -1)).contains("..");
  }

  private static String regex(String wildcard) {
    return switch (wildcard) {
      case "**/" -> "((?:[^/]+/)*)";
      case "**" -> "(.*)";
      case "*" -> "([^/]*)";
      default -> "([^/])";
    };
  }

  /** Whether a text holds a wildcard or a choice. */
  public static boolean isGlob(String text) {
    return text.chars().anyMatch(c -> SPECIAL.indexOf(c) >= 0);
  }

  /** The folders before the first name that is not fixed, without the last slash; may be empty. */
  public String folder() {
    int fixed = 0;
    while (fixed < text.length() && SPECIAL.indexOf(text.charAt(fixed)) < 0) {
      fixed++;
    }
    return text.substring(0, Math.max(0, text.lastIndexOf('/', fixed - 1)));
  }

  /** Whether the pattern describes the path. */
  public boolean matches(String path) {
    return pattern.matcher(path).matches();
  }

  /** What each wildcard and choice stands for in a path; empty if it is not described. */
  public Optional<List<String>> gapsOf(String path) {
    Matcher found = pattern.matcher(path);
    if (!found.matches()) {
      return Optional.empty();
    }
    List<String> fillings = new ArrayList<>();
    for (int i = 1; i <= found.groupCount(); i++) {
      fillings.add(found.group(i));
    }
    return Optional.of(fillings);
  }

  /**
   * Whether {@link #filled} can make one path of what the other's gaps stand for: it has the same
   * wildcards in the same order, and of the other's choices the same or none.
   */
  public boolean takesFrom(Glob other) {
    return places(other).size() == gaps.size() && wildcards().equals(other.wildcards());
  }

  private List<String> wildcards() {
    return gaps.stream().filter(gap -> !isChoice(gap)).toList();
  }

  private static boolean isChoice(String gap) {
    return gap.startsWith("{");
  }

  /** Where in the other's gaps each of these is found, one after the other. */
  private List<Integer> places(Glob other) {
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < other.gaps.size() && places.size() < gaps.size(); i++) {
      if (other.gaps.get(i).equals(gaps.get(places.size()))) {
        places.add(i);
      }
    }
    return places;
  }

  /**
   * The path with each gap filled.
   *
   * @param other which this takes from
   * @param fillings of the other's gaps
   */
  public String filled(Glob other, List<String> fillings) {
    StringBuilder path = new StringBuilder();
    Iterator<Integer> places = places(other).iterator();
    Matcher piece = PIECES.matcher(text);
    while (piece.find()) {
      boolean gap = piece.group("wildcard") != null || piece.group("choice") != null;
      path.append(gap ? fillings.get(places.next()) : piece.group());
    }
    return path.toString();
  }
}
