package org.sourcefree.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.sourcefree.files.FileNames;

/**
 * Numbers, booleans, texts, paths and enum constants. Numbers are plain decimal ones, so that no
 * value depends on the YAML version ({@code 010} is refused), and a text that looks like a number
 * or a boolean must be quoted.
 */
final class Scalars {
  private static final Pattern WHOLE = Pattern.compile("[-+]?(0|[1-9][0-9]*)");
  private static final Pattern REAL =
      Pattern.compile("[-+]?((0|[1-9][0-9]*)(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]+)?");
  private static final Pattern INFINITE = Pattern.compile("[-+]?\\.(inf|Inf|INF)");
  private static final Pattern ZERO = Pattern.compile("[-+]?[0.]+([eE].*)?");
  private static final Set<String> BOOLEANS = Set.of("true", "false", "yes", "no", "on", "off");
  private static final Pattern NUMBER_LIKE =
      Pattern.compile(
          "[-+]?(0[xob][0-9a-f_]+|[0-9][0-9_]*(:[0-9]+)+|\\.inf|\\.nan"
              + "|([0-9][0-9_]*(\\.[0-9_]*)?|\\.[0-9_]+)(e[-+]?[0-9]+)?)");

  private static final List<Class<?>> TYPES =
      List.of(
          int.class,
          Integer.class,
          long.class,
          Long.class,
          double.class,
          Double.class,
          boolean.class,
          Boolean.class,
          String.class,
          Path.class,
          Limit.class);

  private Scalars() {}

  /** Whether a component of this type is written as one scalar. */
  static boolean covers(Class<?> type) {
    return type.isEnum() || TYPES.contains(type);
  }

  /**
   * The value of a type that {@link #covers} accepts.
   *
   * @param computed whether a real number must be one that a 32-bit float holds
   * @throws IllegalArgumentException with the message's middle: {@code must be …, got …}
   */
  static Object read(Node node, Class<?> type, boolean computed) {
    if (type.isEnum()) {
      return constant(node, type);
    } else if (type == String.class) {
      return text(node, "a text");
    } else if (type == Path.class) {
      return path(node);
    } else if (type == boolean.class || type == Boolean.class) {
      return bool(node);
    } else if (type == double.class || type == Double.class) {
      return held(real(node, "a number in plain decimal digits"), node, computed);
    } else if (type == Limit.class) {
      Limit limit = limit(node);
      held(limit.value(), node, computed);
      return limit;
    }
    return whole(node, type == int.class || type == Integer.class);
  }

  /** Whether an unquoted text would be taken for something else than a text by a YAML reader. */
  static boolean looksLikeAnother(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return BOOLEANS.contains(lower) || NUMBER_LIKE.matcher(lower).matches();
  }

  private static Object whole(Node node, boolean isInt) {
    String text = plain(node, "a whole number in plain decimal digits");
    if (!WHOLE.matcher(text).matches()) {
      throw mismatch("a whole number in plain decimal digits", node);
    }
    try {
      if (isInt) {
        return Integer.valueOf(text);
      }
      return Long.valueOf(text);
    } catch (NumberFormatException e) {
      String range = isInt ? "-2^31 to 2^31 - 1" : "-2^63 to 2^63 - 1";
      throw mismatch("a whole number from " + range, node);
    }
  }

  private static Limit limit(Node node) {
    return node instanceof Node.Scalar scalar && scalar.text().equals(Limit.WORD)
        ? Limit.NONE
        : new Limit(real(node, "a number in plain decimal digits or none"));
  }

  private static double real(Node node, String expected) {
    String text = plain(node, expected);
    if (INFINITE.matcher(text).matches()) {
      return text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    if (!REAL.matcher(text).matches()) {
      throw mismatch(expected, node);
    }
    double value = Double.parseDouble(text);
    if (Double.isInfinite(value) || (value == 0 && !ZERO.matcher(text).matches())) {
      throw mismatch("a number in the range of a 64-bit float", node);
    }
    return value;
  }

  /** Below it TensorFlow computes with 0, above with infinity. */
  private static double held(double value, Node node, boolean computed) {
    double size = Math.abs(value);
    boolean held =
        size == 0
            || Double.isInfinite(size)
            || (size >= Float.MIN_NORMAL && size <= Float.MAX_VALUE);
    if (computed && !held) {
      throw mismatch("0 or a number that a 32-bit float holds, from 1.2e-38 to 3.4e38", node);
    }
    return value;
  }

  private static Object bool(Node node) {
    String text = plain(node, "true or false");
    if (!text.equals("true") && !text.equals("false")) {
      throw mismatch("true or false", node);
    }
    return Boolean.valueOf(text);
  }

  private static String text(Node node, String expected) {
    if (!(node instanceof Node.Scalar scalar)) {
      throw mismatch(expected, node);
    }
    if (!scalar.quoted() && looksLikeAnother(scalar.text())) {
      throw mismatch(expected + ", quoted where it looks like a number or a boolean", node);
    }
    return scalar.text();
  }

  private static Object path(Node node) {
    String text = text(node, "a path");
    if (text.isEmpty()) {
      throw mismatch("a path", node);
    }
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("must be a path: " + FileNames.fault(text), e);
    }
  }

  private static Object constant(Node node, Class<?> type) {
    List<String> names =
        Arrays.stream(type.getEnumConstants()).map(c -> Names.snake((Enum<?>) c)).toList();
    if (!(node instanceof Node.Scalar scalar) || !names.contains(scalar.text())) {
      String typed = node instanceof Node.Scalar scalar ? scalar.text() : "";
      throw new IllegalArgumentException(oneOf(names, node.described(), typed));
    }
    return type.getEnumConstants()[names.indexOf(scalar.text())];
  }

  /** {@code must be one of …, got …} with the nearest name. */
  static String oneOf(List<String> names, String found, String typed) {
    String expected =
        names.size() == 1
            ? names.get(0)
            : names.stream().collect(Collectors.joining(", ", "one of ", ""));
    return "must be " + expected + ", got " + found + Names.hint(Names.nearest(typed, names));
  }

  private static String plain(Node node, String expected) {
    if (node instanceof Node.Scalar scalar && !scalar.quoted()) {
      return scalar.text();
    }
    throw mismatch(expected, node);
  }

  private static IllegalArgumentException mismatch(String expected, Node node) {
    return new IllegalArgumentException("must be " + expected + ", got " + node.described());
  }
}
