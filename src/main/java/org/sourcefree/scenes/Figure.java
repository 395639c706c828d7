package org.sourcefree.scenes;

import org.sourcefree.data.CityscapesClass;

/**
 * A jointed human drawn with round strokes in an upright plane.
 *
 * @param stage where it is painted
 * @param label person or rider
 * @param body place of the feet, and the direction the human moves
 * @param size factor on human size
 */
record Figure(Stage stage, CityscapesClass label, Body body, double size) {

  /** Colours of one human, 0xRRGGBB. */
  record Clothes(int top, int bottom, int skin, int hair) {
    static Clothes pedestrian(Dice dice) {
      return new Clothes(
          dice.pick(
              0x9a3c34, 0x7c3a44, 0xa8523c, 0x4c3a5c, 0xb87a5a, 0x8a4a58, 0x5c3428, 0x3c3038,
              0xc09078),
          dice.pick(0x2f3040, 0x3a3230, 0x46405a, 0x54483e),
          dice.pick(0xe0b090, 0xc89470, 0x8a5c40),
          dice.pick(0x2c2018, 0x4c3420, 0x1c1a1a, 0x8a6a3c));
    }

    static Clothes rider(Dice dice) {
      return new Clothes(
          dice.pick(0xd87820, 0xe0982c, 0xcc5c1c, 0xd8a838, 0xc46a34),
          dice.pick(0x2c3038, 0x40382e),
          dice.pick(0xe0b090, 0xc89470),
          dice.pick(0xe8d040, 0xf0e8d0, 0xe0a838, 0xc83c20));
    }
  }

  /** A pedestrian walking, legs apart by the given stride. */
  void walk(double stride, Clothes clothes, Dice dice) {
    stage.groundShadow(body.x(), body.z(), 0.4 * size, 0.3 * size);
    double swing = stride * 0.7;
    limb(clothes.bottom(), 0.085, 0, 0.09, 0.86, stride, 0.09, 0.07);
    limb(Rgb.lit(clothes.bottom(), 0.85), 0.085, 0, -0.09, 0.86, -stride, -0.09, 0.07);
    limb(0x241c18, 0.06, stride, 0.09, 0.05, stride + 0.1, 0.09, 0.05);
    limb(0x241c18, 0.06, -stride, -0.09, 0.05, 0.1 - stride, -0.09, 0.05);
    limb(Rgb.lit(clothes.top(), 0.8), 0.06, 0, -0.22, 1.36, swing, -0.27, 0.88);
    torso(clothes.top(), 0, 0.84, 0, 1.34);
    limb(Rgb.lit(clothes.top(), 0.9), 0.06, 0, 0.22, 1.36, -swing, 0.27, 0.88);
    limb(clothes.skin(), 0.05, swing, -0.27, 0.86, swing, -0.27, 0.82);
    limb(clothes.skin(), 0.05, -swing, 0.27, 0.86, -swing, 0.27, 0.82);
    head(0, 1.62, clothes.skin(), clothes.hair());
    if (dice.chance(0.25)) {
      limb(0x4c3040, 0.1, -0.1, 0.3, 0.8, -0.1, 0.3, 0.62);
    }
  }

  /** A human in the saddle: hip, shoulder and hand as along and up, metres. */
  void ride(double[] hip, double[] shoulder, double[] hand, Clothes clothes) {
    double knee = (hip[0] + hand[0]) / 2 + 0.1;
    double thigh = hip[1] - 0.22;
    for (int sign = -1; sign <= 1; sign += 2) {
      double across = 0.14 * sign;
      limb(clothes.bottom(), 0.09, hip[0], across, hip[1], knee, across, thigh);
      limb(clothes.bottom(), 0.07, knee, across, thigh, knee - 0.15, across, 0.28);
      limb(0x241c18, 0.06, knee - 0.15, across, 0.26, knee, across, 0.24);
    }
    torso(clothes.top(), hip[0], hip[1], shoulder[0], shoulder[1]);
    for (int sign = -1; sign <= 1; sign += 2) {
      int sleeve = Rgb.lit(clothes.top(), 0.85);
      limb(sleeve, 0.06, shoulder[0], 0.2 * sign, shoulder[1], hand[0], 0.26 * sign, hand[1]);
    }
    head(shoulder[0] + 0.08, shoulder[1] + 0.29, clothes.skin(), clothes.hair());
  }

  private void torso(int rgb, double hip, double low, double chest, double high) {
    double[] from = place(hip, 0, low);
    double[] to = place(chest, 0, high);
    double scale = scale();
    stroke(rgb, new double[] {from[0], from[1], 0.165 * scale, to[0], to[1], 0.215 * scale});
  }

  private void head(double along, double up, int skin, int hair) {
    double[] at = place(along, 0, up);
    double radius = 0.135 * scale();
    stroke(hair, new double[] {at[0], at[1] - radius * 0.25, radius, at[0], at[1], radius});
    double aside = StrictMath.sin(body.turn()) * radius * 0.4;
    boolean faces = StrictMath.cos(body.turn()) < 0.3;
    if (faces) {
      double y = at[1] + radius * 0.3;
      stroke(skin, new double[] {at[0] + aside, y, radius * 0.72, at[0] + aside, y, radius * 0.72});
    }
  }

  /** A limb of the given radius from (along, across, up) to (along, across, up), metres. */
  private void limb(int rgb, double radius, double... ends) {
    double[] from = place(ends[0], ends[1], ends[2]);
    double[] to = place(ends[3], ends[4], ends[5]);
    double scale = scale();
    stroke(
        rgb, new double[] {from[0], from[1], radius * scale, to[0], to[1], radius * 0.85 * scale});
  }

  private void stroke(int rgb, double[] ends) {
    Ink ink = stage.palette().ink(label, rgb);
    stage.canvas().stroke(ends, ink, body.z(), stage.sun().roundness() * 1.4);
  }

  private double[] place(double along, double across, double up) {
    return stage.project(body.point(along * size, across * size, up * size));
  }

  private double scale() {
    return stage.camera().scale(body.z()) * size;
  }
}
