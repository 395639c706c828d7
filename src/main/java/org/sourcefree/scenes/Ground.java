package org.sourcefree.scenes;

import org.sourcefree.data.CityscapesClass;

/**
 * Paints the ground below the horizon: road with marks and rails, pavement, grass, cast shadows.
 */
final class Ground {
  private final Stage stage;
  private final Street street;
  private final int asphalt;
  private final int paint;
  private final int paving;
  private final int grass;
  private final double marks;
  private final double tile;

  Ground(Stage stage, Street street, Dice dice) {
    this.stage = stage;
    this.street = street;
    ClassColours palette = stage.palette();
    double tone = dice.between(0.88, 1.14);
    asphalt =
        palette.colour(
            CityscapesClass.ROAD, Rgb.lit(dice.pick(0x58575c, 0x5f5d5e, 0x53545c), tone));
    paint = palette.colour(CityscapesClass.ROAD, dice.chance(0.85) ? 0xd8d6ce : 0xd0b45c);
    paving = palette.colour(CityscapesClass.SIDEWALK, dice.pick(0xa89a92, 0xb0a090, 0xa29690));
    grass = palette.colour(CityscapesClass.TERRAIN, dice.pick(0x82a04a, 0x8ca650, 0x96a054));
    marks = dice.chance(0.88) ? 1 : 0;
    tile = dice.between(0.6, 1.2);
  }

  void paint() {
    Canvas canvas = stage.canvas();
    Camera camera = stage.camera();
    for (int y = (int) Math.max(0, Math.ceil(camera.horizon())); y < canvas.height(); y++) {
      double z = camera.groundDistance(y + 0.5);
      if (z > 400) {
        continue;
      }
      paintRow(y, z);
    }
  }

  private void paintRow(int y, double z) {
    Canvas canvas = stage.canvas();
    double step = z / stage.camera().focal();
    double x = stage.camera().across(0.5, z);
    double leftShadow = shadowEdge(street.left(), z);
    double rightShadow = shadowEdge(street.right(), z);
    boolean crossing = street.onCrossing(z);
    for (int column = 0; column < canvas.width(); column++, x += step) {
      Side side = x < 0 ? street.left() : street.right();
      double distance = Math.abs(x);
      CityscapesClass label = crossing ? CityscapesClass.ROAD : side.ground(distance);
      double light = x < leftShadow || x > rightShadow ? stage.sun().shadow() : 1;
      int rgb =
          switch (label) {
            case ROAD -> road(x, z);
            case SIDEWALK -> pavement(x, z, distance - side.kerb());
            default -> turf(x, z);
          };
      canvas.put(column, y, label, light == 1 ? rgb : Rgb.lit(rgb, light), z);
    }
  }

  /** How far the shadow of what stands on a side reaches onto the street. */
  private double shadowEdge(Side side, double z) {
    double toward = stage.sun().x() * side.sign();
    double reach = toward > 0.1 ? side.at(z).height() * toward * 0.75 : 0;
    return side.sign() * (side.front() - reach);
  }

  private int road(double x, double z) {
    if (marks > 0 && marked(x, z)) {
      return Rgb.lit(paint, 0.95 + 0.12 * Noise.STAINS.at((int) (x * 40), (int) (z * 30)));
    }
    if (street.hasRails() && onRail(Math.abs(x - street.rails()), z)) {
      return Rgb.lit(asphalt, 0.6);
    }
    double worn = Math.abs(Math.abs(x - street.middle()) - 1.7);
    double track = worn > 0.55 && worn < 1.05 ? -0.05 : 0;
    return Rgb.lit(asphalt, 1 + track + grain(x, z, 0.07) + stains(x, z, 0.08));
  }

  private int pavement(double x, double z, double fromKerb) {
    if (fromKerb >= 0 && fromKerb < 0.18) {
      return Rgb.lit(paving, fromKerb < 0.07 ? 0.72 : 1.16);
    }
    boolean joint = z < 22 && (fraction(x / tile) < 0.06 || fraction(z / tile) < 0.08);
    return Rgb.lit(paving, (joint ? 0.84 : 1) + grain(x, z, 0.06) + stains(x, z, 0.06));
  }

  private int turf(double x, double z) {
    return Rgb.lit(grass, 0.97 + grain(x * 0.5, z * 0.5, 0.2) + stains(x * 2, z * 2, 0.12));
  }

  private double grain(double x, double z, double contrast) {
    double fade = contrast * stage.palette().texture() * Math.min(1, 8 / z);
    return fade
        * (Noise.GRAIN.at((int) Math.floor(x * 110), (int) Math.floor(z * 40))
            + Noise.LEAVES.at((int) Math.floor(x * 36), (int) Math.floor(z * 14)));
  }

  private double stains(double x, double z, double contrast) {
    double fade = contrast * stage.palette().texture();
    return fade * Noise.STAINS.at((int) Math.floor(x * 12), (int) Math.floor(z * 4));
  }

  private boolean marked(double x, double z) {
    double fromCrossing = street.crossing() - z;
    boolean nearCrossing = fromCrossing < 4.6 && fromCrossing > -Street.CROSSING_WIDTH - 0.5;
    if (nearCrossing) {
      boolean zebra = fromCrossing > 0.8 && fromCrossing < 3.6 && fraction(x / 1.1) < 0.5;
      return zebra || (fromCrossing > 4.2 && x > street.middle());
    }
    double fromMiddle = Math.abs(x - street.middle());
    if (fromMiddle < 0.09) {
      return fraction(z / 9) < 0.5;
    }
    double left = street.left().kerb() + x;
    double right = street.right().kerb() - x;
    return (left > 0.35 && left < 0.47) || (right > 0.35 && right < 0.47);
  }

  private static boolean onRail(double fromTrack, double z) {
    return fromTrack > 0.66 && fromTrack < 0.78 + 0.002 * z;
  }

  private static double fraction(double value) {
    return value - Math.floor(value);
  }
}
