package org.sourcefree.scenes;

import org.sourcefree.data.CityscapesClass;
import org.sourcefree.scenes.Body.Block;
import org.sourcefree.scenes.Body.Taper;
import org.sourcefree.scenes.Body.Where;

/** Paints cars: a low block with wheels and lights, a tapered cabin with windows on top. */
final class Cars {
  /** Half the length of the longest car, metres. */
  static final double HALF_LENGTH = 2.4;

  private static final int[] COLOURS = {
    0x9aa0aa, 0x3a3d48, 0x35507e, 0xc6c9ce, 0x7c2c30, 0x232630, 0x54749a, 0x6a7484, 0x2e4460
  };

  private final ClassColours palette;
  private final Ink paint;
  private final Ink glass;
  private final Ink shine;
  private final Ink rubber;
  private final double waist;

  private Cars(ClassColours palette, Dice dice) {
    this.palette = palette;
    paint = ink(dice.pick(COLOURS));
    glass = ink(0x222a34);
    shine = ink(0x5c7086);
    rubber = ink(0x17171a);
    waist = dice.between(0.88, 1);
  }

  static void paint(Body body, Dice dice) {
    new Cars(body.stage().palette(), dice).paintOn(body, dice);
  }

  private void paintOn(Body body, Dice dice) {
    double half = dice.between(1.95, HALF_LENGTH);
    double width = dice.between(0.84, 0.93);
    boolean estate = dice.chance(0.4);
    body.shadow(-half, half, width);
    Block lower = new Block(-half, half, width, 0.26, waist, new Taper(0.05, 0.12, 0.04));
    body.block(lower, paint, (where, face) -> lowerFace(where, face, half));
    double rear = -half + (estate ? 0.1 : 0.35);
    double front = half * 0.48;
    double top = waist + dice.between(0.5, 0.62);
    Taper taper = new Taper(estate ? 0.22 : 0.5, 0.75, 0.16);
    body.block(new Block(rear, front, width - 0.05, waist, top, taper), paint, this::cabinFace);
  }

  /** Two wheels and the bumper above them. */
  private void below(Face face, double bumper) {
    face.patch(0.06, -0.36, 0.24, 0.05, rubber);
    face.patch(0.76, -0.36, 0.94, 0.05, rubber);
    face.patch(0, 0, 1, bumper, paint.lit(0.55));
  }

  private void lowerFace(Where where, Face face, double half) {
    switch (where) {
      case REAR -> {
        below(face, 0.2);
        face.patch(0.02, 0.55, 0.2, 0.88, ink(0xc41e1e));
        face.patch(0.8, 0.55, 0.98, 0.88, ink(0xc41e1e));
        face.patch(0.36, 0.34, 0.64, 0.54, ink(0xdcdcd4));
      }
      case FRONT -> {
        below(face, 0.18);
        face.patch(0.27, 0.42, 0.73, 0.7, ink(0x1c1e22));
        face.patch(0.02, 0.5, 0.23, 0.82, ink(0xf2f0dc));
        face.patch(0.77, 0.5, 0.98, 0.82, ink(0xf2f0dc));
        face.patch(0.38, 0.2, 0.62, 0.36, ink(0xdcdcd4));
      }
      case LEFT, RIGHT -> {
        face.patch(0, 0, 1, 0.14, paint.lit(0.45));
        face.patch(0, 0.6, 1, 0.66, paint.lit(1.2));
        face.patch(0.49, 0.14, 0.5, 0.95, paint.lit(0.6));
        wheel(face, 0.19, half);
        wheel(face, 0.81, half);
      }
    }
  }

  private void wheel(Face face, double u, double half) {
    double radius = 0.34;
    double tall = radius / (waist - 0.26);
    face.disc(u, 0.1, (radius + 0.08) / half / 2, tall * 1.2, ink(0x101012));
    face.disc(u, 0.1, radius / half / 2, tall, rubber);
    face.disc(u, 0.1, radius * 0.55 / half / 2, tall * 0.55, ink(0x9a9ea2));
  }

  private void cabinFace(Where where, Face face) {
    if (where == Where.REAR || where == Where.FRONT) {
      face.patch(0.06, 0.08, 0.94, 0.86, glass);
      face.polygon(shine, 0.1, 0.5, 0.5, 0.84, 0.9, 0.84, 0.7, 0.6);
      return;
    }
    face.patch(0.06, 0.1, 0.48, 0.84, glass);
    face.patch(0.53, 0.1, 0.94, 0.84, glass);
    face.patch(0.08, 0.58, 0.46, 0.82, shine);
    face.patch(0.55, 0.58, 0.92, 0.82, shine);
  }

  private Ink ink(int rgb) {
    return palette.ink(CityscapesClass.CAR, rgb);
  }
}
