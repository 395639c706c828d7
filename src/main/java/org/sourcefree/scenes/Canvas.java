package org.sourcefree.scenes;

import java.util.Arrays;
import org.sourcefree.data.CityscapesClass;

/** Colour, class and distance of every sample; later paint covers earlier paint. */
final class Canvas {
  /** Samples per pixel and axis. */
  static final int OVERSAMPLING = 2;

  private final int width;
  private final int height;
  private final int[] colours;
  private final byte[] labels;
  private final float[] distances;

  private interface Span {
    void paint(int y, int from, int to);
  }

  Canvas(int width, int height) {
    this.width = width;
    this.height = height;
    colours = new int[width * height];
    labels = new byte[width * height];
    distances = new float[width * height];
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  int colour(int index) {
    return colours[index];
  }

  /** Cityscapes label id. */
  byte label(int index) {
    return labels[index];
  }

  float distance(int index) {
    return distances[index];
  }

  void put(int x, int y, CityscapesClass label, int rgb, double distance) {
    int index = y * width + x;
    colours[index] = rgb;
    labels[index] = (byte) label.labelId();
    distances[index] = (float) distance;
  }

  /** Fills a polygon, even-odd; corners as x, y, x, y, … in samples. */
  void polygon(double[] corners, Ink ink, double distance) {
    scan(
        corners,
        (y, from, to) -> {
          for (int x = from; x < to; x++) {
            put(x, y, ink.label(), ink.at(x, y, 1), distance);
          }
        });
  }

  /** Darkens the ground inside a polygon; things that stand on it keep their light. */
  void shade(double[] corners, double factor) {
    scan(
        corners,
        (y, from, to) -> {
          for (int index = y * width + from; index < y * width + to; index++) {
            if (isGround(labels[index])) {
              colours[index] = Rgb.lit(colours[index], factor);
            }
          }
        });
  }

  /**
   * A round stroke from one point to another, shaded like a cylinder lit from one side.
   *
   * @param ends x, y, radius of the first end, then of the second, samples
   * @param roundness how much darker the far side is, −1 to 1: positive lights the left
   */
  void stroke(double[] ends, Ink ink, double distance, double roundness) {
    double dx = ends[3] - ends[0];
    double dy = ends[4] - ends[1];
    double length = dx * dx + dy * dy;
    double most = Math.max(ends[2], ends[5]);
    int bottom = (int) Math.min(height - 1.0, Math.max(ends[1], ends[4]) + most);
    int right = (int) Math.min(width - 1.0, Math.max(ends[0], ends[3]) + most);
    int left = (int) Math.max(0, Math.min(ends[0], ends[3]) - most);
    for (int y = (int) Math.max(0, Math.min(ends[1], ends[4]) - most); y <= bottom; y++) {
      for (int x = left; x <= right; x++) {
        double px = x + 0.5 - ends[0];
        double py = y + 0.5 - ends[1];
        double t = length == 0 ? 0 : Math.max(0, Math.min(1, (px * dx + py * dy) / length));
        double radius = ends[2] + (ends[5] - ends[2]) * t;
        double ox = px - dx * t;
        double oy = py - dy * t;
        if (ox * ox + oy * oy <= radius * radius) {
          put(x, y, ink.label(), ink.at(x, y, 1 - roundness * ox / radius), distance);
        }
      }
    }
  }

  /** A clump of leaves: a ragged ellipse lit from above and from one side. */
  void foliage(double[] ellipse, Ink ink, double distance, double side) {
    int left = (int) Math.max(0, ellipse[0] - ellipse[2]);
    int right = (int) Math.min(width - 1.0, ellipse[0] + ellipse[2]);
    int bottom = (int) Math.min(height - 1.0, ellipse[1] + ellipse[3]);
    for (int y = (int) Math.max(0, ellipse[1] - ellipse[3]); y <= bottom; y++) {
      double v = (y + 0.5 - ellipse[1]) / ellipse[3];
      for (int x = left; x <= right; x++) {
        double u = (x + 0.5 - ellipse[0]) / ellipse[2];
        float ragged = Noise.LEAVES.at(x * 2, y * 2);
        if (u * u + v * v < 0.8 + 0.3 * ragged) {
          put(x, y, ink.label(), ink.at(x, y, 0.95 - 0.3 * v - side * 0.25 * u), distance);
        }
      }
    }
  }

  private static boolean isGround(byte label) {
    return label == CityscapesClass.ROAD.labelId()
        || label == CityscapesClass.SIDEWALK.labelId()
        || label == CityscapesClass.TERRAIN.labelId();
  }

  private void scan(double[] corners, Span span) {
    double top = Double.POSITIVE_INFINITY;
    double bottom = Double.NEGATIVE_INFINITY;
    for (int i = 1; i < corners.length; i += 2) {
      top = Math.min(top, corners[i]);
      bottom = Math.max(bottom, corners[i]);
    }
    double[] crossings = new double[corners.length / 2];
    int last = (int) Math.min(height - 1.0, Math.ceil(bottom - 0.5) - 1);
    for (int y = (int) Math.max(0, Math.ceil(top - 0.5)); y <= last; y++) {
      int count = crossings(corners, y + 0.5, crossings);
      for (int i = 0; i + 1 < count; i += 2) {
        int from = (int) Math.max(0, Math.ceil(crossings[i] - 0.5));
        int to = (int) Math.min(width, Math.ceil(crossings[i + 1] - 0.5));
        span.paint(y, from, to);
      }
    }
  }

  private static int crossings(double[] corners, double y, double[] crossings) {
    int count = 0;
    int n = corners.length;
    for (int i = 0; i < n; i += 2) {
      double y0 = corners[i + 1];
      double y1 = corners[(i + 3) % n];
      if (y0 <= y != y1 <= y) {
        double x0 = corners[i];
        crossings[count++] = x0 + (corners[(i + 2) % n] - x0) * (y - y0) / (y1 - y0);
      }
    }
    Arrays.sort(crossings, 0, count);
    return count;
  }
}
