package org.sourcefree.scenes;

import java.util.List;
import org.sourcefree.data.CityscapesClass;

/**
 * One side of the street; distances are from the camera's axis, metres.
 *
 * @param sign −1 left, 1 right
 * @param kerb where the road ends
 * @param front where facades and fences stand
 * @param verge width of the strip of grass, 0 for none
 * @param vergeAtKerb whether the grass lies at the kerb or at the front
 * @param segments what stands along the front, near to far
 */
record Side(
    int sign,
    double kerb,
    double front,
    double verge,
    boolean vergeAtKerb,
    List<Segment> segments) {

  Side {
    segments = List.copyOf(segments);
  }

  /** What covers the ground at a distance from the axis. */
  CityscapesClass ground(double distance) {
    if (distance < kerb) {
      return CityscapesClass.ROAD;
    }
    if (distance > front) {
      return CityscapesClass.TERRAIN;
    }
    boolean grass = vergeAtKerb ? distance < kerb + verge : distance > front - verge;
    return grass ? CityscapesClass.TERRAIN : CityscapesClass.SIDEWALK;
  }

  /** Middle of the pavement. */
  double walk() {
    double shift = vergeAtKerb ? verge / 2 : -verge / 2;
    return (kerb + front) / 2 + shift;
  }

  /** Half the width of the pavement. */
  double halfWalk() {
    return (front - kerb - verge) / 2;
  }

  /** The stretch at a distance ahead; beyond the last one, the last one. */
  Segment at(double z) {
    for (Segment each : segments) {
      if (z < each.far()) {
        return each;
      }
    }
    return segments.get(segments.size() - 1);
  }

  /**
   * Whether nearer houses on this side hide the end of a stretch from the camera.
   *
   * @param depth how far the end reaches back from the front, metres
   */
  boolean hides(Segment segment, double depth) {
    double nearest = segment.near() * front / (front + depth);
    boolean any = false;
    for (Segment each : segments) {
      if (each.far() > nearest && each.near() < segment.near()) {
        any = true;
        if (each.kind() != Segment.Kind.BUILDING || each.height() < segment.height()) {
          return false;
        }
      }
    }
    return any;
  }
}
