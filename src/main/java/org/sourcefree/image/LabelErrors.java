package org.sourcefree.image;

import java.util.OptionalDouble;

/**
 * Where a prediction differs from the truth.
 *
 * @param truth ids
 * @param prediction ids, of the truth's size
 * @param ignored the truth's id of pixels that do not count
 */
public record LabelErrors(LabelMap truth, LabelMap prediction, int ignored) {
  /** What the picture's colours mean, but for the photo in grey, which is right. */
  public static final LegendKey WRONG = new LegendKey("wrong", 0xD55E00);

  /** Checks the sizes. */
  public LabelErrors {
    if (!truth.size().equals(prediction.size())) {
      throw new IllegalArgumentException(
          "truth and prediction must be of one size, got %s and %s"
              .formatted(truth.size(), prediction.size()));
    }
  }

  /**
   * Wrong pixels in one strong colour, right ones as the image in pale grey, those without a label
   * black.
   *
   * @param image of the truth's size
   */
  public RgbImage over(RgbImage image) {
    byte[] from = image.pixels();
    byte[] to = new byte[from.length];
    for (int i = 0; i < truth.ids().length; i++) {
      int grey =
          128 + (channel(from, 3 * i) + channel(from, 3 * i + 1) + channel(from, 3 * i + 2)) / 6;
      int colour = isIgnored(i) ? 0 : isWrong(i) ? WRONG.colour().orElseThrow() : grey * 0x010101;
      to[3 * i] = (byte) (colour >> 16);
      to[3 * i + 1] = (byte) (colour >> 8);
      to[3 * i + 2] = (byte) colour;
    }
    return new RgbImage(image.width(), image.height(), to);
  }

  /** Right pixels of those that have a label, percent; empty if none has. */
  public OptionalDouble right() {
    long counted = 0;
    long wrong = 0;
    for (int i = 0; i < truth.ids().length; i++) {
      counted += isIgnored(i) ? 0 : 1;
      wrong += !isIgnored(i) && isWrong(i) ? 1 : 0;
    }
    return counted == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(100.0 * (counted - wrong) / counted);
  }

  private boolean isIgnored(int pixel) {
    return Byte.toUnsignedInt(truth.ids()[pixel]) == ignored;
  }

  private boolean isWrong(int pixel) {
    return truth.ids()[pixel] != prediction.ids()[pixel];
  }

  private static int channel(byte[] pixels, int i) {
    return Byte.toUnsignedInt(pixels[i]);
  }
}
