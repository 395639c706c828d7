package org.sourcefree.scenes;

import org.sourcefree.data.CityscapesClass;
import org.sourcefree.scenes.Segment.Kind;

/** Paints the stretches along the front of each side as upright planes with a depth. */
final class Facades {
  private static final double DEPTH = 11;

  private final Stage stage;

  Facades(Stage stage) {
    this.stage = stage;
  }

  /** Paints one stretch: roof, end toward the camera, front. */
  void paint(Side side, Segment segment) {
    if (segment.height() == 0) {
      return;
    }
    CityscapesClass label = label(segment.kind());
    Dice dice = new Dice(segment.seed());
    if (segment.kind() == Kind.BUILDING) {
      House house = House.draw(stage.palette(), segment.height(), dice);
      paintRoof(side, segment, house.colours().roof(), dice);
      if (!side.hides(segment, DEPTH)) {
        paintEnd(side, segment, label, house);
      }
      paintFront(side, segment, label, house);
      return;
    }
    Surface surface =
        switch (segment.kind()) {
          case HEDGE -> Boundaries.hedge(stage.palette(), segment.height(), dice);
          case WALL -> Boundaries.wall(stage.palette(), segment.height(), dice);
          default -> Boundaries.fence(stage.palette(), segment.height(), dice);
        };
    if (segment.kind() == Kind.HEDGE) {
      paintEnd(side, segment, label, surface);
    }
    paintFront(side, segment, label, surface);
  }

  private static CityscapesClass label(Kind kind) {
    return switch (kind) {
      case HEDGE -> CityscapesClass.VEGETATION;
      case WALL -> CityscapesClass.WALL;
      case FENCE -> CityscapesClass.FENCE;
      default -> CityscapesClass.BUILDING;
    };
  }

  private void paintFront(Side side, Segment segment, CityscapesClass label, Surface surface) {
    Camera camera = stage.camera();
    double x = side.sign() * side.front();
    double near = Math.max(segment.near(), 0.5);
    double nearColumn = camera.column(x, near);
    double farColumn = camera.column(x, Math.max(segment.far(), near));
    int from = (int) Math.max(0, Math.ceil(Math.min(nearColumn, farColumn) - 0.5));
    double end = Math.max(nearColumn, farColumn);
    int to = (int) Math.min(stage.canvas().width(), Math.ceil(end - 0.5));
    double light = stage.sun().on(-side.sign(), 0);
    for (int column = from; column < to; column++) {
      double z = camera.focal() * x / (column + 0.5 - camera.centre());
      Column strip = new Column(column, z, z - segment.near(), light);
      paintColumn(strip, segment.height(), label, surface);
    }
  }

  private void paintEnd(Side side, Segment segment, CityscapesClass label, Surface surface) {
    if (segment.near() < 1) {
      return;
    }
    Camera camera = stage.camera();
    double z = segment.near();
    double depth = segment.kind() == Kind.BUILDING ? DEPTH : 1.2;
    double inner = camera.column(side.sign() * side.front(), z);
    double outer = camera.column(side.sign() * (side.front() + depth), z);
    int from = (int) Math.max(0, Math.ceil(Math.min(inner, outer) - 0.5));
    int to = (int) Math.min(stage.canvas().width(), Math.ceil(Math.max(inner, outer) - 0.5));
    double light = stage.sun().on(0, -1) * 0.94;
    for (int column = from; column < to; column++) {
      double along = Math.abs(camera.across(column + 0.5, z)) - side.front();
      paintColumn(new Column(column, z, along, light), segment.height(), label, surface);
    }
  }

  private record Column(int x, double z, double along, double light) {}

  private void paintColumn(Column strip, double height, CityscapesClass label, Surface surface) {
    Camera camera = stage.camera();
    Canvas canvas = stage.canvas();
    double z = strip.z();
    int top = (int) Math.max(0, Math.ceil(camera.row(height + 0.4, z) - 0.5));
    int bottom = (int) Math.min(canvas.height(), Math.ceil(camera.row(0, z) - 0.5));
    double up = camera.heightAt(top + 0.5, z);
    double step = z / camera.focal();
    for (int y = top; y < bottom; y++, up -= step) {
      int rgb = surface.at(strip.along(), up);
      if (rgb >= 0) {
        double foot = up < 0.25 ? 0.78 : 1;
        canvas.put(strip.x(), y, label, Rgb.lit(rgb, strip.light() * foot), z);
      }
    }
  }

  private void paintRoof(Side side, Segment segment, int rgb, Dice dice) {
    if (dice.chance(0.4)) {
      return;
    }
    double near = Math.max(segment.near(), 0.6);
    double eave = side.sign() * side.front();
    double ridge = side.sign() * (side.front() + DEPTH / 2);
    double back = side.sign() * (side.front() + DEPTH);
    double low = segment.height() - 0.1;
    double high = low + dice.between(2, 4);
    Ink tiles = stage.palette().ink(CityscapesClass.BUILDING, rgb, Noise.GRAIN, 0.08);
    double far = segment.far();
    Ink slope = tiles.lit(stage.sun().on(-side.sign() * 0.7, 0) + 0.12);
    stage.polygon(
        new double[] {eave, low, near, eave, low, far, ridge, high, far, ridge, high, near},
        slope,
        near);
    if (segment.near() > 1) {
      Ink gable = tiles.lit(stage.sun().on(0, -1) * 0.8);
      stage.polygon(
          new double[] {eave, low, near, ridge, high, near, back, low, near}, gable, near);
    }
  }
}
