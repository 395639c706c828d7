package org.sourcefree.report;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Numbers as the report prints them. */
public final class Format {
  private static final List<String> UNITS = List.of("kB", "MB", "GB", "TB");

  private Format() {}

  /** With one decimal. */
  public static String decimal(double value) {
    return fixed(value, 1);
  }

  /** With one decimal and always a sign. */
  public static String signed(double value) {
    String text = decimal(value);
    return text.startsWith("−") ? text : "+" + text;
  }

  /** With so many decimals; nothing rounds to −0. */
  public static String fixed(double value, int decimals) {
    String text = String.format(Locale.ROOT, "%." + decimals + "f", Math.abs(value));
    boolean negative = value < 0 && text.chars().anyMatch(digit -> digit >= '1' && digit <= '9');
    return negative ? "−" + text : text;
  }

  /** A share, 0 to 1, in percent with two significant digits where it is small. */
  public static String share(double share) {
    double percent = 100 * share;
    int decimals = percent >= 9.95 || percent == 0 ? 0 : percent >= 0.095 ? 1 : 2;
    return percent > 0 && percent < 0.005 ? "under 0.01 %" : fixed(percent, decimals) + " %";
  }

  /** A share, 0 to 1, in percent with one decimal; – if there is none. */
  static String percent(Optional<Double> share) {
    return share.map(value -> decimal(100 * value)).orElse("–");
  }

  /** In the largest decimal unit that leaves at least 1. */
  public static String bytes(double bytes) {
    if (bytes < 1000) {
      return fixed(bytes, 0) + " B";
    }
    double value = bytes;
    int unit = -1;
    while (value >= 999.95 && unit < UNITS.size() - 1) {
      value /= 1000;
      unit++;
    }
    return decimal(value) + " " + UNITS.get(unit);
  }

  /** The number of bytes with thousands set apart. */
  public static String grouped(double number) {
    return String.format(Locale.ROOT, "%,.0f", number);
  }

  /** A setting's value without needless decimals. */
  public static String value(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e9
        ? Long.toString(Math.round(value))
        : Double.toString(value);
  }

  /** With a capital at its beginning. */
  public static String sentence(String text) {
    return text.isEmpty()
        ? text
        : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  /** Names in a sentence: a, b and c. */
  public static String listed(List<String> names) {
    int last = names.size() - 1;
    return last < 1
        ? String.join("", names)
        : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
  }
}
