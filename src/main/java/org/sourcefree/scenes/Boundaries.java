package org.sourcefree.scenes;

import org.sourcefree.data.CityscapesClass;

/** The looks of what is lower than a house: hedges, walls and fences. */
final class Boundaries {
  private Boundaries() {}

  static Surface hedge(ClassColours palette, double height, Dice dice) {
    int rgb = palette.colour(CityscapesClass.VEGETATION, dice.pick(0x3f6629, 0x4a702e, 0x3c5f30));
    double contrast = 0.3 * palette.texture();
    return (along, up) -> {
      int x = (int) Math.floor(along * 16);
      int y = (int) Math.floor(up * 16);
      double bump = 0.12 * Noise.LEAVES.at(x, 40);
      if (up > height + bump) {
        return -1;
      }
      return Rgb.lit(rgb, 0.75 + 0.3 * up / height + contrast * Noise.LEAVES.at(y, x));
    };
  }

  static Surface wall(ClassColours palette, double height, Dice dice) {
    int rgb =
        palette.colour(CityscapesClass.WALL, dice.pick(0x77707f, 0x807a8a, 0x6f6874, 0x847c80));
    double contrast = palette.texture();
    long seed = dice.seed();
    double course = dice.between(0.3, 0.5);
    return (along, up) -> {
      if (up > height) {
        return -1;
      }
      if (up > height - 0.18) {
        return Rgb.lit(rgb, 1.28);
      }
      int row = (int) Math.floor(up / course);
      double shifted = along / (course * 2.1) + (row & 1) * 0.5;
      int stone = (int) Math.floor(shifted);
      boolean joint = shifted - stone < 0.07 || up / course - row < 0.12;
      double tone = 0.24 * (Dice.hash(seed, row, stone) - 0.5) * contrast;
      return Rgb.lit(rgb, joint ? 0.72 : 1 + tone);
    };
  }

  static Surface fence(ClassColours palette, double height, Dice dice) {
    boolean planks = dice.chance(0.5);
    int bar =
        palette.colour(
            CityscapesClass.FENCE,
            planks ? dice.pick(0x8a6238, 0x7c5832) : dice.pick(0x94713e, 0x86683a));
    int open = palette.colour(CityscapesClass.FENCE, 0x35341f);
    double period = planks ? 0.36 : 0.5;
    double solid = planks ? 0.8 : 0.42;
    double contrast = 0.1 * palette.texture();
    return (along, up) -> {
      double u = along / period - Math.floor(along / period);
      double tip = planks ? height - 0.25 * Math.abs(u - 0.5) : height;
      if (up > tip) {
        return -1;
      }
      boolean rail = Math.abs(up - height * 0.85) < 0.07 || Math.abs(up - height * 0.2) < 0.07;
      double grain = contrast * Noise.GRAIN.at((int) Math.floor(along / period), (int) (up * 3));
      return u < solid || rail ? Rgb.lit(bar, (rail ? 0.85 : 1) + grain) : open;
    };
  }
}
