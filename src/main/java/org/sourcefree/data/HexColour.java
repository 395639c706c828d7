package org.sourcefree.data;

import java.util.regex.Pattern;

/** Colours as configs write them, {@code "#804020"}: red, green, blue in two hexadecimal digits. */
final class HexColour {
  private static final Pattern FORM = Pattern.compile("#[0-9a-fA-F]{6}");

  private HexColour() {}

  /**
   * The colour as 0xRRGGBB.
   *
   * @param key whose value it is part of, for the message
   * @throws IllegalArgumentException if it is none
   */
  static int parse(String text, String key) {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "%s must hold colours such as \"#804020\", got \"%s\"".formatted(key, text));
    }
    return Integer.parseInt(text.substring(1), 16);
  }
}
