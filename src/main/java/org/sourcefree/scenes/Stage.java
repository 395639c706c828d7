package org.sourcefree.scenes;

/**
 * What everything that paints a scene needs.
 *
 * @param canvas what is painted on
 * @param camera what is looked through
 * @param palette what is painted with
 * @param sun where light comes from
 */
record Stage(Canvas canvas, Camera camera, ClassColours palette, Sun sun) {

  /** Fills a flat polygon of the world: x, y, z of each corner. */
  void polygon(double[] corners, Ink ink, double distance) {
    canvas.polygon(project(corners), ink, distance);
  }

  /** Darkens the ground inside a polygon of the world. */
  void shade(double[] corners, double factor) {
    canvas.shade(project(corners), factor);
  }

  /** Columns and rows of points of the world: x, y, z, x, y, z, … */
  double[] project(double[] points) {
    double[] projected = new double[points.length / 3 * 2];
    for (int i = 0, j = 0; i < points.length; i += 3, j += 2) {
      projected[j] = camera.column(points[i], points[i + 2]);
      projected[j + 1] = camera.row(points[i + 1], points[i + 2]);
    }
    return projected;
  }

  /** A soft shadow on the ground: an ellipse of the given half axes, metres. */
  void groundShadow(double x, double z, double across, double along) {
    for (double size : new double[] {1.15, 0.9, 0.65}) {
      double[] corners = new double[3 * 14];
      for (int i = 0; i < 14; i++) {
        double angle = 2 * Math.PI * i / 14;
        corners[3 * i] = x + size * across * StrictMath.cos(angle);
        corners[3 * i + 2] = z + size * along * StrictMath.sin(angle);
      }
      shade(corners, 0.8);
    }
  }
}
