package org.sourcefree.config;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes a record as the YAML that {@link ConfigReader} reads back to an equal record. */
public final class ConfigWriter {
  private static final Pattern BARE = Pattern.compile("[A-Za-z_][A-Za-z0-9_./-]*");
  private static final double PLAIN_FROM = 1e-6;
  private static final double PLAIN_TO = 1e9;

  private ConfigWriter() {}

  /**
   * The complete file, keys in the order of the components; an empty Optional's key is left out.
   *
   * @throws IllegalArgumentException if a number is NaN, which no config may hold
   */
  public static String yaml(Object record) {
    StringBuilder out = new StringBuilder();
    Object plain = PlainTree.of(record);
    if (isFlow(plain)) {
      return flow(plain) + "\n";
    }
    block(plain, 0, out);
    return out.toString();
  }

  /** The same on one line, in YAML's braces. */
  public static String line(Object record) {
    return flow(PlainTree.of(record));
  }

  /** Appends a mapping, or a list that holds mappings, each entry on lines of its own. */
  private static void block(Object value, int indent, StringBuilder out) {
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, entry) -> entry(text(String.valueOf(key)) + ":", entry, indent, out));
    } else if (value instanceof List<?> list) {
      list.forEach(element -> element(element, indent, out));
    }
  }

  private static void entry(String key, Object value, int indent, StringBuilder out) {
    out.append(" ".repeat(indent)).append(key);
    if (isFlow(value)) {
      out.append(' ').append(flow(value)).append('\n');
    } else {
      out.append('\n');
      block(value, indent + 2, out);
    }
  }

  private static void element(Object value, int indent, StringBuilder out) {
    if (isFlow(value)) {
      out.append(" ".repeat(indent)).append("- ").append(flow(value)).append('\n');
      return;
    }
    int start = out.length();
    block(value, indent + 2, out);
    out.setCharAt(start + indent, '-');
  }

  /** Whether a value fits one line: a scalar, something empty, or a list of such. */
  private static boolean isFlow(Object value) {
    if (value instanceof Map<?, ?> map) {
      return map.isEmpty();
    }
    return !(value instanceof List<?> list) || list.stream().allMatch(ConfigWriter::isFlow);
  }

  private static String flow(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(ConfigWriter::flow).collect(Collectors.joining(", ", "[", "]"));
    } else if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> text(String.valueOf(entry.getKey())) + ": " + flow(entry.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
    } else if (value instanceof String text) {
      return text(text);
    } else if (value instanceof Double number) {
      return real(number);
    }
    return value.toString();
  }

  private static String real(double value) {
    if (Double.isNaN(value)) {
      throw new IllegalArgumentException("a number in a config must not be NaN");
    } else if (Double.isInfinite(value)) {
      return value > 0 ? ".inf" : "-.inf";
    }
    String shortest = Double.toString(value);
    if (Math.abs(value) < PLAIN_FROM || Math.abs(value) >= PLAIN_TO) {
      return shortest;
    }
    BigDecimal decimal = new BigDecimal(shortest).stripTrailingZeros();
    return decimal.setScale(Math.max(1, decimal.scale())).toPlainString();
  }

  private static String text(String text) {
    boolean bare = BARE.matcher(text).matches() && !Scalars.looksLikeAnother(text);
    return bare && !text.equalsIgnoreCase("null") ? text : quoted(text);
  }

  private static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    text.codePoints()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                out.append('\\').appendCodePoint(c);
              } else if ((c >= ' ' && c <= '~') || (c < 0x10000 && Character.isLetterOrDigit(c))) {
                out.appendCodePoint(c);
              } else {
                out.append((c < 0x10000 ? "\\u%04x" : "\\U%08x").formatted(c));
              }
            });
    return out.append('"').toString();
  }
}
