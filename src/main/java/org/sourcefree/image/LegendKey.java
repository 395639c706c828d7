package org.sourcefree.image;

import java.util.Optional;

/**
 * What a colour of a picture means.
 *
 * @param colour 0xRRGGBB; empty for a remark
 */
public record LegendKey(String name, Optional<Integer> colour) {
  /** The meaning of a colour. */
  public LegendKey(String name, int colour) {
    this(name, Optional.of(colour));
  }

  /** A remark without a colour. */
  public static LegendKey remark(String text) {
    return new LegendKey(text, Optional.empty());
  }
}
