package org.sourcefree.scenes;

import org.sourcefree.data.CityscapesClass;

/** Paints what lies behind everything: the sky and the skyline at the end of the street. */
final class Backdrop {
  private final Stage stage;
  private final Dice dice;

  Backdrop(Stage stage, Dice dice) {
    this.stage = stage;
    this.dice = dice;
  }

  void paint() {
    paintSky();
    for (double z : new double[] {190, 165, 145}) {
      paintSkyline(z);
    }
  }

  private void paintSky() {
    Canvas canvas = stage.canvas();
    ClassColours palette = stage.palette();
    boolean overcast = stage.sun().strength() < 0.12;
    int zenith =
        palette.colour(CityscapesClass.SKY, overcast ? 0xa9b8ca : dice.pick(0x6f9fdc, 0x82abdf));
    int low = palette.colour(CityscapesClass.SKY, overcast ? 0xc6d0da : 0xc4daee);
    int cloud = palette.colour(CityscapesClass.SKY, overcast ? 0xb9c3ce : 0xeaf0f6);
    double cover = dice.between(-0.5, 0.5);
    int drift = dice.below(256);
    double horizon = stage.camera().horizon();
    for (int y = 0; y < canvas.height(); y++) {
      double height = Math.max(0, 1 - y / horizon);
      int rgb = Rgb.mix(low, zenith, Math.pow(height, 0.8));
      for (int x = 0; x < canvas.width(); x++) {
        double veil = Noise.STAINS.at(x / 2 + drift, (int) (y * 1.6)) + cover;
        double share = veil <= 0 ? 0 : Math.min(0.85, veil * 0.9);
        canvas.put(x, y, CityscapesClass.SKY, Rgb.mix(rgb, cloud, share), 130);
      }
    }
  }

  private void paintSkyline(double z) {
    ClassColours palette = stage.palette();
    for (double x = -110; x < 110; ) {
      double width = dice.between(8, 18);
      if (dice.chance(0.45)) {
        Ink ink =
            palette.ink(
                CityscapesClass.VEGETATION, dice.pick(0x4a6b3c, 0x54754a), Noise.LEAVES, 0.12);
        crowns(x, width, z, ink);
      } else {
        block(x, width, z, palette);
      }
      x += width;
    }
  }

  private void crowns(double x, double width, double z, Ink ink) {
    Camera camera = stage.camera();
    for (int i = 0; i < 5; i++) {
      double cx = camera.column(x + width * i / 4, z);
      double radius = camera.scale(z) * dice.between(3, 5.5);
      double cy = camera.row(3, z);
      stage.canvas().foliage(new double[] {cx, cy, radius, radius * 1.2}, ink, z, stage.sun().x());
    }
  }

  private void block(double x, double width, double z, ClassColours palette) {
    double height = dice.between(9, 21);
    int rgb = dice.pick(0xa49484, 0xb3a28e, 0x9c8f88, 0xac7f68);
    Ink wall = palette.ink(CityscapesClass.BUILDING, rgb);
    stage.polygon(
        new double[] {x, 0, z, x + width, 0, z, x + width, height, z, x, height, z}, wall, z);
    Ink glass = palette.ink(CityscapesClass.BUILDING, 0x5c6470);
    for (double t = 1.5; t < height - 2; t += 3) {
      for (double s = x + 1; s < x + width - 1.5; s += 3) {
        double right = s + 1.3;
        double top = t + 1.5;
        stage.polygon(new double[] {s, t, z, right, t, z, right, top, z, s, top, z}, glass, z);
      }
    }
  }
}
