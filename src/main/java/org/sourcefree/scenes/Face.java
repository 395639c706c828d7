package org.sourcefree.scenes;

/**
 * A flat four-cornered face in the world, to be painted and decorated. Places on it are shares: u
 * from left to right as seen from outside, v from bottom to top.
 */
final class Face {
  private final Stage stage;
  private final double[] corners;
  private final double distance;

  /**
   * Creates a face.
   *
   * @param corners x, y, z of bottom left, bottom right, top right, top left
   * @param distance of the whole thing, metres ahead
   */
  Face(Stage stage, double[] corners, double distance) {
    this.stage = stage;
    this.corners = corners;
    this.distance = distance;
  }

  /** Whether the camera is on its outside. */
  boolean isVisible() {
    double[] p = stage.project(corners);
    double area = 0;
    for (int i = 0; i < 8; i += 2) {
      area += p[i] * p[(i + 3) % 8] - p[(i + 2) % 8] * p[i + 1];
    }
    return area < 0;
  }

  void fill(Ink ink) {
    stage.polygon(corners, ink, distance);
  }

  /** Paints a part of the face: left, bottom, right, top. */
  void patch(double left, double bottom, double right, double top, Ink ink) {
    polygon(ink, left, bottom, right, bottom, right, top, left, top);
  }

  /** Paints a polygon on the face: u, v of each corner. */
  void polygon(Ink ink, double... places) {
    double[] world = new double[places.length / 2 * 3];
    for (int i = 0; i < places.length / 2; i++) {
      for (int axis = 0; axis < 3; axis++) {
        world[3 * i + axis] = at(places[2 * i], places[2 * i + 1], axis);
      }
    }
    stage.polygon(world, ink, distance);
  }

  /** Paints an ellipse on the face. */
  void disc(double u, double v, double radiusU, double radiusV, Ink ink) {
    double[] places = new double[2 * 16];
    for (int i = 0; i < 16; i++) {
      double angle = 2 * Math.PI * i / 16;
      places[2 * i] = u + radiusU * StrictMath.cos(angle);
      places[2 * i + 1] = v + radiusV * StrictMath.sin(angle);
    }
    polygon(ink, places);
  }

  private double at(double u, double v, int axis) {
    double low = corners[axis] + (corners[3 + axis] - corners[axis]) * u;
    double high = corners[9 + axis] + (corners[6 + axis] - corners[9 + axis]) * u;
    return low + (high - low) * v;
  }
}
