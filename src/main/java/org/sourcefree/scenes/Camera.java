package org.sourcefree.scenes;

/**
 * A pinhole over the ground plane, uprights kept upright: the pitch moves the horizon, the heading
 * moves the vanishing point.
 *
 * @param focal focal length, samples
 * @param centre column of the vanishing point, samples
 * @param horizon row of the horizon, samples
 * @param height metres above the road
 */
record Camera(double focal, double centre, double horizon, double height) {
  private static final double NEAREST = 0.4;

  /** A camera for a canvas of the given size that looks along the street but for the heading. */
  static Camera of(Appearance.View view, int width, int height, double heading) {
    double focal = width / 2.0 / StrictMath.tan(StrictMath.toRadians(view.fieldOfView() / 2));
    double tilt = focal * StrictMath.tan(StrictMath.toRadians(view.pitch()));
    return new Camera(focal, width / 2.0 + heading * focal, height / 2.0 - tilt, view.height());
  }

  double column(double x, double z) {
    return centre + focal * x / Math.max(z, NEAREST);
  }

  double row(double y, double z) {
    return horizon - focal * (y - height) / Math.max(z, NEAREST);
  }

  /** Distance ahead of the road under a row below the horizon. */
  double groundDistance(double row) {
    return focal * height / (row - horizon);
  }

  /** Samples per metre at a distance. */
  double scale(double z) {
    return focal / Math.max(z, NEAREST);
  }

  /** Height above the road of a row at a distance. */
  double heightAt(double row, double z) {
    return height - (row - horizon) * z / focal;
  }

  /** Lateral place of a column at a distance. */
  double across(double column, double z) {
    return (column - centre) * z / focal;
  }
}
