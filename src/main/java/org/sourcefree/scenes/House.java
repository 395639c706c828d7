package org.sourcefree.scenes;

import org.sourcefree.data.CityscapesClass;

/**
 * The looks of a house: a ground floor with doors or shop windows, rows of windows above, a
 * cornice.
 *
 * @param colours what it is painted with
 * @param bay width of one window's share of the wall, metres
 * @param window half the window's share of the bay, 0…0.5
 * @param height of the front, metres
 * @param hasShop whether the ground floor is a shop
 * @param seed of what differs between its windows
 */
record House(Colours colours, double bay, double window, double height, boolean hasShop, long seed)
    implements Surface {
  private static final double GROUND_FLOOR = 3.3;
  private static final double STOREY = 2.9;

  /**
   * Colours of one house, 0xRRGGBB.
   *
   * @param trim frames, sills and cornices
   * @param roof before drift
   * @param texture factor on the wall's texture
   */
  record Colours(int wall, int trim, int glass, int roof, int shop, double texture) {
    static Colours draw(ClassColours palette, Dice dice) {
      int wall =
          dice.pick(0xc2a47c, 0xb98e6a, 0xa8674a, 0xcbb792, 0x9c8468, 0xb99a86, 0xa57a58, 0xd0bfa0);
      CityscapesClass label = CityscapesClass.BUILDING;
      return new Colours(
          palette.colour(label, Rgb.lit(wall, dice.between(0.86, 1.08))),
          palette.colour(label, dice.pick(0xe2d8c4, 0xd2c4ac, 0x8c7860)),
          palette.colour(label, dice.pick(0x48525c, 0x3e464c, 0x56606a)),
          dice.pick(0x8c4a34, 0x7a4a38, 0x5c5654, 0x6c5040),
          palette.colour(label, dice.pick(0x6c3a2c, 0x4a5a48, 0x7c6a3c, 0x54483c)),
          palette.texture());
    }
  }

  static House draw(ClassColours palette, double height, Dice dice) {
    return new House(
        Colours.draw(palette, dice),
        dice.between(2, 3.4),
        dice.between(0.2, 0.32),
        height,
        height > 8 && dice.chance(0.45),
        dice.seed());
  }

  @Override
  public int at(double along, double up) {
    if (up > height) {
      return -1;
    }
    if (up > height - 0.45) {
      return colours.trim();
    }
    if (up < GROUND_FLOOR && hasShop) {
      return shopFront(along, up);
    }
    double floors = (up - 0.3) / STOREY;
    int floor = (int) Math.floor(floors);
    double v = floors - floor;
    int bayIndex = (int) Math.floor(along / bay);
    double u = along / bay - bayIndex - 0.5;
    if (floor == 0 && up < 2.5 && hash(bayIndex, 99) < 0.2 && Math.abs(u) < 0.2) {
      return Rgb.lit(colours.shop(), 0.8);
    }
    if (v > 0.93 && floor == 0) {
      return colours.trim();
    }
    return upperWall(u, v, bayIndex, floor, Rgb.lit(colours.wall(), 1 + grain(along, up)));
  }

  private int upperWall(double u, double v, int bayIndex, int floor, int plain) {
    double aside = Math.abs(u);
    if (aside > window + 0.05 || v < 0.22 || v > 0.8) {
      return plain;
    }
    if (v < 0.27) {
      return Rgb.lit(colours.trim(), 1.05);
    }
    boolean pane = aside < window && v > 0.29 && v < 0.77;
    if (!pane || aside < 0.02) {
      return colours.trim();
    }
    double kind = hash(bayIndex, floor);
    if (kind < 0.18 && aside > window * 0.45) {
      return Rgb.mix(colours.glass(), colours.trim(), 0.7);
    }
    if (kind > 0.85 && v > 0.5) {
      return Rgb.mix(colours.glass(), colours.trim(), 0.5);
    }
    return Rgb.lit(colours.glass(), 0.75 + 0.7 * (v - 0.3) + 0.5 * kind);
  }

  private int shopFront(double along, double up) {
    if (up > 2.7) {
      return up > 3.2 ? colours.trim() : Rgb.lit(colours.shop(), 1.25);
    }
    if (up < 0.45) {
      return Rgb.lit(colours.shop(), 0.75);
    }
    double width = bay * 1.4;
    int index = (int) Math.floor(along / width);
    double u = along / width - index - 0.5;
    if (Math.abs(u) > 0.43) {
      return colours.shop();
    }
    double kind = hash(index, 7);
    double shine = 0.65 + 0.16 * up + 0.45 * kind;
    if (kind > 0.55 && up < 1.1 + 0.5 * hash(index, (int) Math.floor((u + 0.5) * 5))) {
      return Rgb.lit(
          Rgb.mix(colours.glass(), colours.shop(), 0.6),
          0.8 + hash(index, (int) Math.floor(u * 9)));
    }
    double slant = u + up * 0.25 - 0.3 * kind;
    return Rgb.lit(colours.glass(), slant > 0.2 && slant < 0.3 ? shine * 1.2 : shine);
  }

  private double grain(double along, double up) {
    int x = (int) Math.floor(along * 14);
    int y = (int) Math.floor(up * 14);
    // Painted column by column: height runs along the texture's rows.
    double rough = 0.05 * Noise.GRAIN.at(y, x) + 0.06 * Noise.STAINS.at(y / 2, x / 2);
    return rough * colours.texture() - 0.08 / (0.6 + Math.max(0, up));
  }

  private double hash(int i, int j) {
    return Dice.hash(seed, i, j);
  }
}
