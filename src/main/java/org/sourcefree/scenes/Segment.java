package org.sourcefree.scenes;

/**
 * What stands along one stretch of one side of the street.
 *
 * @param kind what it is
 * @param near where it begins, metres ahead
 * @param far where it ends, metres ahead
 * @param height metres; 0 where nothing stands
 * @param seed of its looks
 */
record Segment(Kind kind, double near, double far, double height, long seed) {
  enum Kind {
    BUILDING,
    HEDGE,
    WALL,
    FENCE,
    GAP,
    CROSSING
  }
}
