package org.sourcefree.scenes;

import org.sourcefree.data.CityscapesClass;

/** Paints trees and bushes: a trunk and a crown of ragged clumps, lit from above. */
final class Trees {
  private static final int[] GREENS = {0x44682c, 0x4d7230, 0x3a5f2c, 0x557a34, 0x3f6a3a};

  private Trees() {}

  /** A tree at a place on the ground. */
  static void tree(Stage stage, double x, double z, Dice dice) {
    double height = dice.between(6, 10);
    double stem = dice.between(0.3, 0.42) * height;
    double spread = dice.between(1.6, 2.6);
    boolean slim = dice.chance(0.2);
    Camera camera = stage.camera();
    double scale = camera.scale(z);
    stage.groundShadow(x - stage.sun().x() * 1.5, z, spread * 0.8, spread * 0.6);
    Ink bark = stage.palette().ink(CityscapesClass.VEGETATION, 0x4a3b2a, Noise.GRAIN, 0.15);
    double column = camera.column(x, z);
    double fork = camera.row(stem + 0.8, z);
    double[] trunk = {column, camera.row(0, z), 0.2 * scale, column, fork, 0.12 * scale};
    stage.canvas().stroke(trunk, bark, z, stage.sun().roundness() * 1.5);
    Ink leaves =
        stage.palette().ink(CityscapesClass.VEGETATION, dice.pick(GREENS), Noise.LEAVES, 0.22);
    int clumps = slim ? 7 : 11;
    for (int i = 0; i < clumps; i++) {
      double t = (i + 0.5) / clumps;
      double y = stem + 0.4 + (height - stem) * (slim ? t : 0.12 + 0.76 * t);
      double bulge = slim ? 0.35 * (1 - t * 0.6) : StrictMath.sin(Math.PI * (0.22 + 0.68 * t));
      double aside = slim ? 0.1 : (i % 3 - 1) * 0.6 + dice.between(-0.2, 0.2);
      double radius = spread * dice.between(0.45, 0.62) * (0.4 + 0.6 * bulge) * scale;
      double cx = column + aside * spread * bulge * scale;
      double tone = 0.82 + 0.3 * t;
      double[] ellipse = {cx, camera.row(y, z), radius, radius * (slim ? 1.5 : 0.85)};
      stage.canvas().foliage(ellipse, leaves.lit(tone), z, -stage.sun().x());
    }
  }

  /** A bush at a place on the ground. */
  static void bush(Stage stage, double x, double z, Dice dice) {
    Camera camera = stage.camera();
    double scale = camera.scale(z);
    Ink leaves =
        stage.palette().ink(CityscapesClass.VEGETATION, dice.pick(GREENS), Noise.LEAVES, 0.25);
    for (int i = 0; i < 4; i++) {
      double radius = dice.between(0.4, 0.8) * scale;
      double cx = camera.column(x + dice.between(-0.6, 0.6), z);
      double[] ellipse = {cx, camera.row(0.5, z), radius, radius * 0.9};
      stage.canvas().foliage(ellipse, leaves, z, -stage.sun().x());
    }
  }
}
