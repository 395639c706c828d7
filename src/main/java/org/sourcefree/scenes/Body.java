package org.sourcefree.scenes;

import java.util.function.BiConsumer;

/**
 * A place and direction on the ground that a solid thing is built on. Local coordinates, metres:
 * along (forward), across (to its right), up.
 *
 * @param stage where it is painted
 * @param x lateral place of the middle
 * @param z metres ahead of the middle
 * @param turn radians; 0 = driving away from the camera, π = coming toward it
 */
record Body(Stage stage, double x, double z, double turn) {

  /** An upright or sloping box: a block whose top may be smaller than its bottom. */
  record Block(
      double rear, double front, double halfWidth, double bottom, double top, Taper taper) {}

  /** How far the top is drawn in at the rear, the front and each side, metres. */
  record Taper(double rear, double front, double side) {
    static final Taper NONE = new Taper(0, 0, 0);
  }

  /** Which face of a block, as its driver would call it. */
  enum Where {
    REAR,
    FRONT,
    LEFT,
    RIGHT
  }

  /** Paints a block; each upright face that the camera sees is then handed over for its details. */
  void block(Block block, Ink ink, BiConsumer<Where, Face> decorate) {
    double r = block.rear() + block.taper().rear();
    double f = block.front() - block.taper().front();
    double w = block.halfWidth() - block.taper().side();
    double t = block.top();
    Face roof = face(new double[] {r, -w, t, r, w, t, f, w, t, f, -w, t});
    if (t < stage.camera().height()) {
      roof.fill(ink.lit(1.12));
    }
    for (Where where : Where.values()) {
      Face face = side(block, where);
      if (face.isVisible()) {
        face.fill(ink.lit(light(where)));
        decorate.accept(where, face);
      }
    }
  }

  /** One upright face, corners from bottom left as seen from outside. */
  private Face side(Block block, Where where) {
    double r = block.rear();
    double f = block.front();
    double w = block.halfWidth();
    double b = block.bottom();
    double t = block.top();
    double tr = r + block.taper().rear();
    double tf = f - block.taper().front();
    double tw = w - block.taper().side();
    return face(
        switch (where) {
          case REAR -> new double[] {r, -w, b, r, w, b, tr, tw, t, tr, -tw, t};
          case FRONT -> new double[] {f, w, b, f, -w, b, tf, -tw, t, tf, tw, t};
          case RIGHT -> new double[] {r, w, b, f, w, b, tf, tw, t, tr, tw, t};
          case LEFT -> new double[] {f, -w, b, r, -w, b, tr, -tw, t, tf, -tw, t};
        });
  }

  /** A flat face from along, across, up of its four corners. */
  private Face face(double[] local) {
    double[] world = new double[12];
    for (int i = 0; i < 12; i += 3) {
      System.arraycopy(point(local[i], local[i + 1], local[i + 2]), 0, world, i, 3);
    }
    return new Face(stage, world, z);
  }

  /** World x, y, z of a local point. */
  double[] point(double along, double across, double up) {
    double sin = StrictMath.sin(turn);
    double cos = StrictMath.cos(turn);
    return new double[] {x + along * sin + across * cos, up, z + along * cos - across * sin};
  }

  /** Light on an upright face. */
  double light(Where where) {
    double angle =
        turn
            + switch (where) {
              case FRONT -> 0;
              case REAR -> Math.PI;
              case RIGHT -> Math.PI / 2;
              case LEFT -> -Math.PI / 2;
            };
    return stage.sun().on(StrictMath.sin(angle), StrictMath.cos(angle));
  }

  /** The shadow under a thing of the given size, darkest in the middle. */
  void shadow(double rear, double front, double halfWidth) {
    for (double grow : new double[] {0.35, 0.15, -0.1}) {
      double r = rear - grow;
      double f = front + grow;
      double w = halfWidth + grow;
      double[] corners = new double[12];
      double[][] places = {point(r, -w, 0), point(r, w, 0), point(f, w, 0), point(f, -w, 0)};
      for (int i = 0; i < 4; i++) {
        System.arraycopy(places[i], 0, corners, 3 * i, 3);
      }
      stage.shade(corners, 0.68);
    }
  }
}
