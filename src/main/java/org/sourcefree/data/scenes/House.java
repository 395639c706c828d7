package org.sourcefree.data.scenes;

/**
 * The front of a house: a ground floor with doors or shop windows, rows of windows above, a
 * cornice.
 *
 * @param wall colour of the wall
 * @param trim colour of frames, sills and cornices
 * @param glass colour of panes
 * @param roof colour of the roof
 * @param shop colour of the shop fronts
 * @param bay width of one window's share of the wall, metres
 * @param window half the window's share of the bay, 0…0.5
 * @param style storey height, metres; hash seed; texture factor; total height, metres
 */
record House(
    int wall, int trim, int glass, int roof, int shop, double bay, double window, Storeys style)
    implements Facades.Surface {
  private static final double GROUND_FLOOR = 3.3;

  /** Storeys above the ground floor and what varies between windows. */
  record Storeys(double storey, double height, long seed, double texture, boolean hasShop) {}

  static House draw(Palette palette, double height, Dice dice) {
    int wall =
        dice.pick(0xc2a47c, 0xb98e6a, 0xa8674a, 0xcbb792, 0x9c8468, 0xb99a86, 0xa57a58, 0xd0bfa0);
    double tone = dice.between(0.86, 1.08);
    Storeys storeys =
        new Storeys(2.9, height, dice.seed(), palette.texture(), height > 8 && dice.chance(0.45));
    return new House(
        palette.colour(SceneClass.BUILDING, Rgb.lit(wall, tone)),
        palette.colour(SceneClass.BUILDING, dice.pick(0xe2d8c4, 0xd2c4ac, 0x8c7860)),
        palette.colour(SceneClass.BUILDING, dice.pick(0x48525c, 0x3e464c, 0x56606a)),
        dice.pick(0x8c4a34, 0x7a4a38, 0x5c5654, 0x6c5040),
        palette.colour(SceneClass.BUILDING, dice.pick(0x6c3a2c, 0x4a5a48, 0x7c6a3c, 0x54483c)),
        dice.between(2, 3.4),
        dice.between(0.2, 0.32),
        storeys);
  }

  @Override
  public int at(double along, double up) {
    if (up > style.height()) {
      return -1;
    }
    if (up > style.height() - 0.45) {
      return trim;
    }
    if (up < GROUND_FLOOR && style.hasShop()) {
      return shopFront(along, up);
    }
    double floors = (up - 0.3) / style.storey();
    int floor = (int) Math.floor(floors);
    double v = floors - floor;
    int bayIndex = (int) Math.floor(along / bay);
    double u = along / bay - bayIndex - 0.5;
    if (floor == 0 && up < 2.5 && hash(bayIndex, 99) < 0.2 && Math.abs(u) < 0.2) {
      return Rgb.lit(shop, 0.8);
    }
    if (v > 0.93 && floor == 0) {
      return trim;
    }
    return upperWall(u, v, bayIndex, floor, Rgb.lit(wall, 1 + grain(along, up)));
  }

  private int upperWall(double u, double v, int bayIndex, int floor, int plain) {
    double aside = Math.abs(u);
    if (aside > window + 0.05 || v < 0.22 || v > 0.8) {
      return plain;
    }
    if (v < 0.27) {
      return Rgb.lit(trim, 1.05);
    }
    boolean pane = aside < window && v > 0.29 && v < 0.77;
    if (!pane || aside < 0.02) {
      return trim;
    }
    double kind = hash(bayIndex, floor);
    if (kind < 0.18 && aside > window * 0.45) {
      return Rgb.mix(glass, trim, 0.7);
    }
    if (kind > 0.85 && v > 0.5) {
      return Rgb.mix(glass, trim, 0.5);
    }
    return Rgb.lit(glass, 0.75 + 0.7 * (v - 0.3) + 0.5 * kind);
  }

  private int shopFront(double along, double up) {
    if (up > 2.7) {
      return up > 3.2 ? trim : Rgb.lit(shop, 1.25);
    }
    if (up < 0.45) {
      return Rgb.lit(shop, 0.75);
    }
    double width = bay * 1.4;
    int index = (int) Math.floor(along / width);
    double u = along / width - index - 0.5;
    if (Math.abs(u) > 0.43) {
      return shop;
    }
    double shine = 0.7 + 0.25 * up + 0.5 * hash(index, 7);
    return Rgb.lit(glass, u + up * 0.3 > 0.3 && u + up * 0.3 < 0.45 ? shine * 1.3 : shine);
  }

  private double grain(double along, double up) {
    int x = (int) Math.floor(along * 14);
    int y = (int) Math.floor(up * 14);
    double rough = 0.05 * Noise.GRAIN.at(x, y) + 0.06 * Noise.STAINS.at(x / 2, y / 2);
    return rough * style.texture() - 0.08 / (0.6 + Math.max(0, up));
  }

  private double hash(int i, int j) {
    return Dice.hash(style.seed(), i, j);
  }
}
