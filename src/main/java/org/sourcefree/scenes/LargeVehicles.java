package org.sourcefree.scenes;

import org.sourcefree.data.CityscapesClass;
import org.sourcefree.scenes.Body.Block;
import org.sourcefree.scenes.Body.Taper;
import org.sourcefree.scenes.Body.Where;

/** Paints lorries, buses and trams. */
final class LargeVehicles {
  private final CityscapesClass label;
  private final ClassColours palette;
  private final Ink glass;

  private LargeVehicles(CityscapesClass label, ClassColours palette) {
    this.label = label;
    this.palette = palette;
    glass = palette.ink(label, 0x27303a);
  }

  /** Half the length of a vehicle of the class, metres. */
  static double halfLength(CityscapesClass label) {
    return switch (label) {
      case TRUCK -> 3.8;
      case BUS -> 5.5;
      case TRAIN -> 11;
      default -> Cars.HALF_LENGTH;
    };
  }

  static void paint(CityscapesClass label, Body body, Dice dice) {
    LargeVehicles vehicles = new LargeVehicles(label, body.stage().palette());
    switch (label) {
      case TRUCK -> vehicles.truck(body, dice);
      case BUS -> vehicles.bus(body, dice);
      default -> vehicles.tram(body, dice);
    }
  }

  private void truck(Body body, Dice dice) {
    double half = halfLength(CityscapesClass.TRUCK);
    body.shadow(-half, half, 1.25);
    Ink box = ink(dice.pick(0xd4d0c4, 0xc8c0a8, 0xb8b8b4, 0xc4b890));
    Ink cab = ink(dice.pick(0x3f6a9a, 0x9a3a30, 0xc8b83c, 0x4a7a50));
    double top = dice.between(2.9, 3.5);
    Block cargo = new Block(-half, half - 1.9, 1.25, 0.75, top, Taper.NONE);
    Block cabin = new Block(half - 1.75, half, 1.15, 0.45, 2.5, new Taper(0, 0.3, 0.06));
    Runnable paintCargo =
        () -> body.block(cargo, box, (where, face) -> cargoFace(where, face, cab));
    Runnable paintCabin = () -> body.block(cabin, cab, this::cabFace);
    boolean cabBehind = body.point(1, 0, 0)[2] > body.z();
    (cabBehind ? paintCabin : paintCargo).run();
    (cabBehind ? paintCargo : paintCabin).run();
  }

  private void cargoFace(Where where, Face face, Ink stripe) {
    if (where == Where.REAR || where == Where.FRONT) {
      face.patch(0.05, -0.26, 0.25, 0, ink(0x17171a));
      face.patch(0.75, -0.26, 0.95, 0, ink(0x17171a));
      face.patch(0, -0.12, 1, 0.02, ink(0x2c2c2e));
      face.patch(0.03, 0.05, 0.97, 0.95, ink(0xb4b0a6));
      face.patch(0.485, 0.04, 0.515, 0.96, ink(0x74726c));
      face.patch(0.02, -0.1, 0.14, -0.02, ink(0xc42020));
      face.patch(0.86, -0.1, 0.98, -0.02, ink(0xc42020));
      return;
    }
    face.patch(0, 0.42, 1, 0.6, stripe);
    face.patch(0, -0.1, 1, 0, ink(0x2c2c2e));
    wheels(
        face,
        0.085,
        0.2,
        where == Where.RIGHT ? new double[] {0.18, 0.36} : new double[] {0.64, 0.82});
  }

  private void cabFace(Where where, Face face) {
    switch (where) {
      case FRONT -> {
        face.patch(0.06, 0.48, 0.94, 0.88, glass);
        face.patch(0.12, 0.72, 0.6, 0.86, ink(0x66788a));
        face.patch(0.2, 0.16, 0.8, 0.38, ink(0x24262a));
        face.patch(0.03, 0.1, 0.18, 0.26, ink(0xf2f0dc));
        face.patch(0.82, 0.1, 0.97, 0.26, ink(0xf2f0dc));
        face.patch(0.08, -0.22, 0.26, 0, ink(0x17171a));
        face.patch(0.74, -0.22, 0.92, 0, ink(0x17171a));
      }
      case LEFT, RIGHT -> {
        face.patch(0.25, 0.5, 0.8, 0.86, glass);
        face.disc(0.5, 0.02, 0.27, 0.23, ink(0x17171a));
        face.disc(0.5, 0.02, 0.14, 0.12, ink(0x8c8c8c));
      }
      case REAR -> {}
    }
  }

  private void bus(Body body, Dice dice) {
    double half = halfLength(CityscapesClass.BUS);
    body.shadow(-half, half, 1.25);
    Ink paint = ink(dice.pick(0xc23c26, 0xcc5a24, 0xb8342e, 0xc87030));
    Block block = new Block(-half, half, 1.27, 0.32, 3.05, new Taper(0.06, 0.12, 0.05));
    body.block(block, paint, (where, face) -> busFace(where, face, paint));
  }

  private void busFace(Where where, Face face, Ink paint) {
    if (where == Where.LEFT || where == Where.RIGHT) {
      face.patch(0, 0, 1, 0.08, paint.lit(0.5));
      face.patch(0.02, 0.42, 0.98, 0.82, ink(0x20262e));
      panes(face, 8, 0.45, 0.79);
      face.patch(0, 0.3, 1, 0.35, ink(0xe8e0cc));
      wheels(face, 0.045, 0.18, new double[] {0.2, 0.78});
      return;
    }
    face.patch(0.05, -0.1, 0.2, 0.02, ink(0x17171a));
    face.patch(0.8, -0.1, 0.95, 0.02, ink(0x17171a));
    boolean front = where == Where.FRONT;
    face.patch(0.05, front ? 0.34 : 0.5, 0.95, 0.82, glass);
    face.polygon(ink(0x5c6e80), 0.1, 0.62, 0.4, 0.8, 0.8, 0.8, 0.5, 0.62);
    face.patch(0.2, 0.86, 0.8, 0.96, ink(0x16161a));
    face.patch(0.28, 0.885, 0.72, 0.935, ink(0xf0a020));
    face.patch(0.2, 0.16, 0.8, front ? 0.22 : 0.38, paint.lit(0.6));
    Ink lamp = ink(front ? 0xf4f0dc : 0xe02020);
    face.patch(0.03, 0.14, 0.16, 0.26, lamp);
    face.patch(0.84, 0.14, 0.97, 0.26, lamp);
  }

  private void tram(Body body, Dice dice) {
    double half = halfLength(CityscapesClass.TRAIN);
    body.shadow(-half, half, 1.3);
    Ink paint = ink(dice.pick(0x3f9a94, 0x4a9c86, 0x3c8c9c));
    boolean away = body.point(1, 0, 0)[2] > body.z();
    for (int i = 0; i < 2; i++) {
      boolean frontCar = (i == 0) == away;
      double rear = frontCar ? 0.25 : -half;
      double front = frontCar ? half : -0.25;
      Taper taper = new Taper(frontCar ? 0 : 0.6, frontCar ? 0.6 : 0, 0.06);
      Block car = new Block(rear, front, 1.25, 0.22, 3.35, taper);
      body.block(car, paint, (where, face) -> tramFace(where, face, paint));
    }
    Stage stage = body.stage();
    Ink wire = ink(0x3c4448);
    for (double reach : new double[] {-0.7, 0.7}) {
      double[] from = stage.project(body.point(half * 0.5, 0, 3.3));
      double[] to = stage.project(body.point(half * 0.5 + reach, 0, 4.5));
      double thick = stage.camera().scale(body.z()) * 0.06;
      stage
          .canvas()
          .stroke(new double[] {from[0], from[1], thick, to[0], to[1], thick}, wire, body.z(), 0);
    }
  }

  private void tramFace(Where where, Face face, Ink paint) {
    Ink cream = ink(0xe4e6dc);
    if (where == Where.LEFT || where == Where.RIGHT) {
      face.patch(0, 0.36, 1, 1, cream);
      face.patch(0, 0, 1, 0.07, ink(0x2a3234));
      face.patch(0, 0.88, 1, 0.94, paint);
      panes(face, 7, 0.46, 0.82);
      for (double u : new double[] {0.24, 0.66}) {
        face.patch(u, 0.08, u + 0.1, 0.84, ink(0x28343a));
        face.patch(u + 0.047, 0.08, u + 0.053, 0.84, cream);
      }
      return;
    }
    face.patch(0, 0, 1, 0.07, ink(0x2a3234));
    face.patch(0, 0.36, 1, 1, cream);
    face.patch(0.08, 0.4, 0.92, 0.8, glass);
    face.polygon(ink(0x5a6c78), 0.14, 0.6, 0.45, 0.78, 0.85, 0.78, 0.55, 0.6);
    face.patch(0.3, 0.84, 0.7, 0.92, ink(0x1a1c1e));
    face.disc(0.2, 0.22, 0.07, 0.05, ink(0xfaf6dc));
    face.disc(0.8, 0.22, 0.07, 0.05, ink(0xfaf6dc));
  }

  private void panes(Face face, int count, double bottom, double top) {
    double width = 0.96 / count;
    for (int i = 0; i < count; i++) {
      double left = 0.02 + i * width;
      face.patch(left + 0.12 * width, bottom, left + 0.92 * width, top, ink(0x39464f));
      double mid = (bottom + top) / 2;
      face.patch(left + 0.16 * width, mid, left + 0.6 * width, top, ink(0x5e707c));
    }
  }

  private void wheels(Face face, double radiusU, double radiusV, double[] places) {
    for (double u : places) {
      face.disc(u, 0.02, radiusU, radiusV, ink(0x17171a));
      face.disc(u, 0.02, radiusU * 0.5, radiusV * 0.5, ink(0x8e8e8c));
    }
  }

  private Ink ink(int rgb) {
    return palette.ink(label, rgb);
  }
}
