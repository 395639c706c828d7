package org.sourcefree.scenes;

import java.util.ArrayList;
import java.util.List;
import org.sourcefree.scenes.Segment.Kind;

/**
 * The ground plan of a scene.
 *
 * @param left left side
 * @param right right side
 * @param middle lateral place of the line between the two directions, metres
 * @param crossing where a side street begins, metres ahead; infinite for none
 * @param rails lateral place of the middle of a tram track, metres; infinite for none
 * @param leafiness number of trees relative to a built-up street
 */
record Street(
    Side left, Side right, double middle, double crossing, double rails, double leafiness) {
  /** Width of a side street, metres. */
  static final double CROSSING_WIDTH = 9;

  /** Where the street ends, metres ahead. */
  static final double END = 130;

  private static final Kind[] KINDS = {Kind.BUILDING, Kind.HEDGE, Kind.WALL, Kind.FENCE, Kind.GAP};

  // Weights of KINDS in a town, in a suburb and on an arterial road.
  private static final double[][] STYLES = {
    {0.68, 0.04, 0.13, 0.13, 0.02}, {0.34, 0.14, 0.2, 0.23, 0.09}, {0.2, 0.1, 0.3, 0.25, 0.15}
  };

  static Street draw(Dice dice) {
    int style = dice.weighted(0.5, 0.3, 0.2);
    double crossing = dice.chance(0.55) ? dice.between(14, 50) : Double.POSITIVE_INFINITY;
    Side left = side(-1, dice.between(4.6, 7.4), style, crossing, dice.fork());
    Side right = side(1, dice.between(2.8, 5.2), style, crossing, dice.fork());
    double middle = -dice.between(1.4, 2);
    double rails = dice.chance(0.36) ? middle - 1.7 : Double.POSITIVE_INFINITY;
    double leafiness = dice.between(0.5, 1.1) * (style == 0 ? 1 : 1.6);
    return new Street(left, right, middle, crossing, rails, leafiness);
  }

  Side side(int sign) {
    return sign < 0 ? left : right;
  }

  boolean hasCrossing() {
    return crossing < END;
  }

  boolean hasRails() {
    return !Double.isInfinite(rails);
  }

  boolean onCrossing(double z) {
    return z > crossing && z < crossing + CROSSING_WIDTH;
  }

  private static Side side(int sign, double kerb, int style, double crossing, Dice dice) {
    double verge = dice.chance(style == 0 ? 0.35 : 0.75) ? dice.between(1, 2.4) : 0;
    double front = kerb + verge + dice.between(3, 5.4);
    List<Segment> segments = new ArrayList<>();
    double z = dice.between(-8, 0.5);
    while (z < END) {
      if (z >= crossing && z < crossing + CROSSING_WIDTH) {
        double far = crossing + CROSSING_WIDTH;
        segments.add(new Segment(Kind.CROSSING, z, far, 0, 0));
        z = far;
        continue;
      }
      Kind kind = KINDS[dice.weighted(STYLES[style])];
      double far = z + length(kind, dice);
      if (z < crossing && far > crossing) {
        far = crossing;
      }
      segments.add(new Segment(kind, z, far, height(kind, style, dice), dice.seed()));
      z = far;
    }
    return new Side(sign, kerb, front, verge, dice.chance(0.5), segments);
  }

  private static double length(Kind kind, Dice dice) {
    return kind == Kind.BUILDING ? dice.between(9, 22) : dice.between(7, 16);
  }

  private static double height(Kind kind, int style, Dice dice) {
    return switch (kind) {
      case BUILDING -> 3.3 + 2.9 * (style == 0 ? 3 + dice.below(3) : 1 + dice.below(3));
      case HEDGE -> dice.between(1.4, 3.2);
      case WALL -> dice.between(1.8, 3.2);
      case FENCE -> dice.between(1.5, 2.5);
      case GAP, CROSSING -> 0;
    };
  }
}
