package org.sourcefree.scenes;

import org.sourcefree.data.CityscapesClass;

/** Paints bicycles and motorcycles, with or without a rider. */
final class TwoWheelers {
  private final Stage stage;
  private final Body body;
  private final CityscapesClass label;
  private final double size;

  private TwoWheelers(Body body, CityscapesClass label, double size) {
    stage = body.stage();
    this.body = body;
    this.label = label;
    this.size = size;
  }

  /** A two-wheeler of the class at a place. */
  static void paint(CityscapesClass label, Body body, double size, boolean ridden, Dice dice) {
    TwoWheelers machine = new TwoWheelers(body, label, size);
    body.stage().groundShadow(body.x(), body.z(), 0.5 * size, 0.6 * size);
    Figure rider = new Figure(body.stage(), CityscapesClass.RIDER, body, size);
    Figure.Clothes clothes = Figure.Clothes.rider(dice);
    if (label == CityscapesClass.BICYCLE) {
      machine.bicycle(dice);
      if (ridden) {
        rider.ride(
            new double[] {-0.2, 1}, new double[] {0.12, 1.5}, new double[] {0.5, 1.12}, clothes);
      }
      return;
    }
    machine.motorcycle(dice);
    if (ridden) {
      rider.ride(
          new double[] {-0.25, 0.88}, new double[] {0, 1.4}, new double[] {0.45, 1.05}, clothes);
    }
    machine.fairing();
  }

  private void bicycle(Dice dice) {
    int frame = dice.pick(0x58a0b4, 0x4a90ac, 0x6cb0b8);
    for (double along : new double[] {-0.55, 0.55}) {
      wheel(along, 0.35, 0.045, 0x84949c);
    }
    bar(frame, 0.045, -0.55, 0, 0.35, -0.1, 0, 0.35);
    bar(frame, 0.045, -0.1, 0, 0.35, 0.42, 0, 0.85);
    bar(frame, 0.045, -0.22, 0, 0.9, 0.42, 0, 0.85);
    bar(frame, 0.045, -0.1, 0, 0.35, -0.22, 0, 0.95);
    bar(frame, 0.04, -0.55, 0, 0.35, -0.22, 0, 0.9);
    bar(frame, 0.045, 0.55, 0, 0.35, 0.4, 0, 1.05);
    bar(0x2c3034, 0.035, 0.4, -0.3, 1.08, 0.4, 0.3, 1.08);
    bar(0x2c2420, 0.06, -0.36, 0, 0.98, -0.1, 0, 0.98);
    boolean away = StrictMath.cos(body.turn()) > 0;
    bar(
        away ? 0xd02020 : 0xf4f0d8,
        0.055,
        away ? -0.62 : 0.5,
        0,
        0.75,
        away ? -0.62 : 0.5,
        0,
        0.76);
  }

  private void motorcycle(Dice dice) {
    int tank = dice.pick(0x5a1c28, 0x3c2028, 0x682430);
    for (double along : new double[] {-0.68, 0.68}) {
      wheel(along, 0.33, 0.12, 0x38383c);
    }
    bar(0x2a2a2e, 0.22, -0.35, 0, 0.5, 0.25, 0, 0.48);
    bar(0x6c6c70, 0.08, -0.8, 0.16, 0.4, 0, 0.16, 0.32);
    bar(tank, 0.18, 0.02, 0, 0.8, 0.35, 0, 0.82);
    bar(0x1c1a1c, 0.12, -0.75, 0, 0.85, -0.1, 0, 0.76);
    bar(0x8a8a8e, 0.06, 0.66, 0, 0.35, 0.42, 0, 0.95);
    bar(0x1c1c1e, 0.045, 0.42, -0.36, 1.08, 0.42, 0.36, 1.08);
    boolean away = StrictMath.cos(body.turn()) > 0;
    if (away) {
      bar(0x2a2a2e, 0.19, -0.78, 0, 0.6, -0.78, 0, 0.82);
      bar(0xd81c1c, 0.09, -0.85, -0.06, 0.78, -0.85, 0.06, 0.78);
    }
  }

  /** Shield and headlight of a motorcycle that comes toward the camera, before its rider. */
  private void fairing() {
    if (StrictMath.cos(body.turn()) < -0.3) {
      bar(0x5a1c28, 0.24, 0.6, 0, 0.72, 0.55, 0, 0.95);
      bar(0xf8f4dc, 0.11, 0.66, 0, 0.85, 0.66, 0, 0.86);
    }
  }

  private void wheel(double along, double radius, double halfWidth, int spokes) {
    int n = 16;
    double[] rim = new double[3 * n];
    double[] inner = new double[3 * n];
    for (int i = 0; i < n; i++) {
      double angle = 2 * Math.PI * i / n;
      double a = StrictMath.cos(angle);
      double u = StrictMath.sin(angle);
      put(rim, i, along + radius * a, radius * u + radius);
      put(inner, i, along + radius * 0.74 * a, radius * 0.74 * u + radius);
    }
    bar(0x1c1c1e, halfWidth, along, 0, halfWidth, along, 0, 2 * radius - halfWidth);
    stage.polygon(rim, ink(0x1c1c1e), body.z());
    stage.polygon(inner, ink(spokes), body.z());
    bar(0x3c3c40, 0.05, along, 0, radius, along, 0, radius);
  }

  private void put(double[] points, int index, double along, double up) {
    System.arraycopy(body.point(along * size, 0, up * size), 0, points, 3 * index, 3);
  }

  private void bar(int rgb, double radius, double... ends) {
    double[] from = stage.project(body.point(ends[0] * size, ends[1] * size, ends[2] * size));
    double[] to = stage.project(body.point(ends[3] * size, ends[4] * size, ends[5] * size));
    double thick = radius * size * stage.camera().scale(body.z());
    double[] stroke = {from[0], from[1], thick, to[0], to[1], thick};
    stage.canvas().stroke(stroke, ink(rgb), body.z(), stage.sun().roundness());
  }

  private Ink ink(int rgb) {
    return stage.palette().ink(label, rgb);
  }
}
