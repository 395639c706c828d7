package org.sourcefree.data.photometry;

/**
 * A colour as Pillow's mode HSV holds it.
 *
 * @param hue 0 to 255 for the whole circle
 * @param saturation 0 to 255
 * @param value 0 to 255
 */
record Hsv(int hue, int saturation, int value) {

  /** The colour of red, green and blue, each 0 to 255. */
  static Hsv of(int red, int green, int blue) {
    int most = Math.max(red, Math.max(green, blue));
    int least = Math.min(red, Math.min(green, blue));
    if (most == least) {
      return new Hsv(0, 0, most);
    }
    float range = most - least;
    float fromRed = (most - red) / range;
    float fromGreen = (most - green) / range;
    float fromBlue = (most - blue) / range;
    float sector;
    if (red == most) {
      sector = fromBlue - fromGreen;
    } else if (green == most) {
      sector = (float) (2.0 + fromRed - fromBlue);
    } else {
      sector = (float) (4.0 + fromGreen - fromRed);
    }
    float turn = (float) ((sector / 6.0 + 1.0) % 1.0);
    return new Hsv((int) (turn * 255.0), (int) (range / most * 255.0), most);
  }

  /** Writes the colour as red, green and blue. */
  void write(byte[] pixels, int at) {
    float sector = (float) (hue * 6.0 / 255.0);
    int whole = (int) Math.floor(sector);
    float rest = sector - whole;
    float share = (float) (saturation / 255.0);
    int low = rounded(value * (1.0 - share));
    int falling = rounded(value * (1.0 - share * rest));
    int rising = rounded(value * (1.0 - share * (1.0 - rest)));
    int[] colour =
        switch (whole % 6) {
          case 0 -> new int[] {value, rising, low};
          case 1 -> new int[] {falling, value, low};
          case 2 -> new int[] {low, value, rising};
          case 3 -> new int[] {low, falling, value};
          case 4 -> new int[] {rising, low, value};
          default -> new int[] {value, low, falling};
        };
    for (int i = 0; i < colour.length; i++) {
      pixels[at + i] = (byte) colour[i];
    }
  }

  private static int rounded(double value) {
    return (int) Math.floor(value + 0.5);
  }
}
