package org.sourcefree.scenes;

import org.sourcefree.data.CityscapesClass;

/**
 * Paints what stands on posts: lamps, traffic lights and signs.
 *
 * @param stage where it is painted
 * @param x lateral place of the post, metres
 * @param z metres ahead
 * @param size factor on thickness and on the size of what the post carries
 */
record Furniture(Stage stage, double x, double z, double size) {

  /** A street lamp whose arm reaches over the road. */
  void lamp(Dice dice) {
    double height = dice.between(5.5, 7.5);
    int grey = dice.pick(0x7d858a, 0x6e787e, 0x878c8e);
    double reach = -Math.signum(x) * dice.between(1, 1.8);
    post(height, 0.085, grey);
    bar(grey, 0.06, x, height, x + reach, height + 0.3);
    bar(grey, 0.13, x + reach, height + 0.3, x + reach * 1.3, height + 0.3);
  }

  /** A traffic light, on a post or on an arm over the road. */
  void trafficLight(boolean overhead, Dice dice) {
    int grey = 0x747c82;
    int lit = dice.below(3);
    if (overhead) {
      double reach = -Math.signum(x) * dice.between(2.4, 4);
      post(5.6, 0.1, grey);
      bar(grey, 0.08, x, 5.5, x + reach, 5.7);
      housing(x + reach, 5.2, lit);
    }
    post(2.8, 0.09, grey);
    housing(x, 2.9, lit);
  }

  private void housing(double at, double up, int lit) {
    double half = 0.22 * size;
    double tall = 0.56 * size;
    CityscapesClass label = CityscapesClass.TRAFFIC_LIGHT;
    rectangle(ink(label, 0x1c1c1a), at - half, up - tall, at + half, up + tall);
    rectangle(
        ink(label, 0x34322c),
        at - half * 0.82,
        up - tall * 0.94,
        at + half * 0.82,
        up + tall * 0.94);
    int[] on = {0xff3018, 0xffb020, 0x30f080};
    int[] off = {0x4c1410, 0x4a3a10, 0x104a28};
    for (int i = 0; i < 3; i++) {
      double y = up + (1 - i) * tall * 0.62;
      disc(ink(label, i == lit ? on[i] : off[i]), at, y, half * 0.72);
    }
  }

  /** A post with one or two plates. */
  void sign(Dice dice) {
    double height = dice.between(2.2, 2.9);
    post(height, 0.07, 0x868c90);
    plate(dice.below(5), height + 0.1);
    if (dice.chance(0.3)) {
      Ink white = ink(CityscapesClass.TRAFFIC_SIGN, 0xe8e4d8);
      double top = height - 0.38 * size;
      rectangle(white, x - 0.3 * size, top - 0.22 * size, x + 0.3 * size, top);
    }
  }

  /** A large direction board on two posts. */
  void board(Dice dice) {
    CityscapesClass label = CityscapesClass.TRAFFIC_SIGN;
    int rgb = dice.pick(0xd8b41c, 0x2c5cac, 0xd8b41c);
    double half = 0.95 * size;
    for (double at : new double[] {x - half * 0.7, x + half * 0.7}) {
      new Furniture(stage, at, z, size).post(2.4, 0.07, 0x868c90);
    }
    rectangle(ink(label, 0xf0ece0), x - half, 2, x + half, 2 + 1.1 * size);
    rectangle(ink(label, rgb), x - half * 0.94, 2.06, x + half * 0.94, 1.94 + 1.1 * size);
    Ink text = ink(label, rgb == 0x2c5cac ? 0xf0ece0 : 0x2c2820);
    for (int i = 0; i < 3; i++) {
      double y = 2.25 + i * 0.3 * size;
      double end = x + half * dice.between(0.1, 0.8);
      rectangle(text, x - half * 0.8, y, end, y + 0.12 * size);
    }
  }

  private void plate(int kind, double up) {
    CityscapesClass label = CityscapesClass.TRAFFIC_SIGN;
    double r = 0.38 * size;
    Ink white = ink(label, 0xf0ece0);
    Ink red = ink(label, 0xcc2020);
    switch (kind) {
      case 0 -> {
        disc(red, x, up, r);
        disc(white, x, up, r * 0.68);
        rectangle(ink(label, 0x2c2820), x - r * 0.3, up - r * 0.3, x + r * 0.3, up + r * 0.3);
      }
      case 1 -> {
        polygon(red, x - r, up - r * 0.7, x + r, up - r * 0.7, x, up + r);
        polygon(white, x - r * 0.58, up - r * 0.48, x + r * 0.58, up - r * 0.48, x, up + r * 0.55);
      }
      case 2 -> {
        disc(white, x, up, r);
        disc(ink(label, 0x2454b4), x, up, r * 0.9);
        rectangle(white, x - r * 0.12, up - r * 0.5, x + r * 0.12, up + r * 0.5);
      }
      case 3 -> {
        polygon(white, x - r * 1.1, up, x, up - r * 1.1, x + r * 1.1, up, x, up + r * 1.1);
        Ink yellow = ink(label, 0xf0c020);
        polygon(yellow, x - r * 0.8, up, x, up - r * 0.8, x + r * 0.8, up, x, up + r * 0.8);
      }
      default -> {
        disc(red, x, up, r);
        rectangle(white, x - r * 0.7, up - r * 0.18, x + r * 0.7, up + r * 0.18);
      }
    }
  }

  private void post(double height, double radius, int rgb) {
    stage.groundShadow(x, z, 0.25, 0.2);
    bar(rgb, radius, x, 0, x, height);
  }

  private void bar(int rgb, double radius, double x0, double y0, double x1, double y1) {
    Camera camera = stage.camera();
    double thick = radius * size * camera.scale(z);
    double[] ends = {
      camera.column(x0, z), camera.row(y0, z), thick, camera.column(x1, z), camera.row(y1, z), thick
    };
    Ink ink = ink(CityscapesClass.POLE, rgb);
    stage.canvas().stroke(ends, ink, z, stage.sun().roundness() * 2);
  }

  private void disc(Ink ink, double at, double up, double radius) {
    Camera camera = stage.camera();
    double column = camera.column(at, z);
    double row = camera.row(up, z);
    double r = radius * camera.scale(z);
    stage.canvas().stroke(new double[] {column, row, r, column, row, r}, ink, z, 0);
  }

  private void rectangle(Ink ink, double left, double bottom, double right, double top) {
    polygon(ink, left, bottom, right, bottom, right, top, left, top);
  }

  private void polygon(Ink ink, double... corners) {
    double[] world = new double[corners.length / 2 * 3];
    for (int i = 0; i < corners.length / 2; i++) {
      world[3 * i] = corners[2 * i];
      world[3 * i + 1] = corners[2 * i + 1];
      world[3 * i + 2] = z;
    }
    stage.polygon(world, ink, z);
  }

  private Ink ink(CityscapesClass label, int rgb) {
    return stage.palette().ink(label, rgb);
  }
}
