package org.sourcefree.config;

/**
 * A number that something may not exceed, written {@code none} where there is no such number; .inf
 * is read as none too. JSON, and so other programs' readers of configs, have no infinity.
 *
 * @param value infinite for none
 */
public record Limit(double value) {
  /** No limit. */
  public static final Limit NONE = new Limit(Double.POSITIVE_INFINITY);

  static final String WORD = "none";

  /** Whether there is no limit. */
  public boolean isNone() {
    return value == Double.POSITIVE_INFINITY;
  }

  /** The number, or none. */
  @Override
  public String toString() {
    return isNone() ? WORD : Double.toString(value);
  }
}
