package org.sourcefree.scenes;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.sourcefree.data.CityscapesClass;

/** Puts single things on the street, never two vehicles in one place, and paints them in order. */
final class Placement {
  private final Stage stage;
  private final double size;
  private final Dice dice;
  private final FarToNear things = new FarToNear();
  private final List<Footprint> taken = new ArrayList<>();

  /** Ground that a thing covers: its middle and half its extent to the right and ahead, metres. */
  private record Footprint(double x, double z, double across, double along) {
    boolean overlaps(Footprint other) {
      return Math.abs(x - other.x) < across + other.across
          && Math.abs(z - other.z) < along + other.along;
    }
  }

  /**
   * Creates an empty street.
   *
   * @param size factor on the size of thin and small things
   */
  Placement(Stage stage, double size, Dice dice) {
    this.stage = stage;
    this.size = size;
    this.dice = dice;
  }

  void paint() {
    things.paint();
  }

  /** Puts a vehicle with its middle at a place, unless something else is there. */
  void vehicle(CityscapesClass label, double x, double z, double turn) {
    Dice own = dice.fork();
    double half = LargeVehicles.halfLength(label);
    double ahead = Math.abs(StrictMath.cos(turn));
    double along = half * ahead + 1.1 * (1 - ahead);
    if (!claim(new Footprint(x, z, half * (1 - ahead) + 1.1 * ahead, along))) {
      return;
    }
    Body body = new Body(stage, x, z, turn);
    things.add(
        z - along,
        () -> {
          if (label == CityscapesClass.CAR) {
            Cars.paint(body, own);
          } else {
            LargeVehicles.paint(label, body, own);
          }
        });
  }

  /** Puts a bicycle or motorcycle at a place, unless something else is there. */
  void twoWheeler(CityscapesClass label, double x, double z, double turn, boolean ridden) {
    Dice own = dice.fork();
    if (claim(new Footprint(x, z, 0.5, 1))) {
      Body body = new Body(stage, x, z, turn);
      things.add(z, () -> TwoWheelers.paint(label, body, size, ridden, own));
    }
  }

  /** Puts a pedestrian at a place, unless something else is there. */
  void person(double x, double z, double turn) {
    Dice own = dice.fork();
    double tall = size * own.between(0.9, 1.06);
    if (claim(new Footprint(x, z, 0.2, 0.2))) {
      Figure figure = new Figure(stage, CityscapesClass.PERSON, new Body(stage, x, z, turn), tall);
      Figure.Clothes clothes = Figure.Clothes.pedestrian(own);
      things.add(z, () -> figure.walk(own.between(0.08, 0.3), clothes, own));
    }
  }

  /** Puts something on a post at a place. */
  void post(double x, double z, BiConsumer<Furniture, Dice> painting) {
    Dice own = dice.fork();
    things.add(z, () -> painting.accept(new Furniture(stage, x, z, size), own));
  }

  /** Puts a tree at a place. */
  void tree(double x, double z) {
    Dice own = dice.fork();
    things.add(z, () -> Trees.tree(stage, x, z, own));
  }

  private boolean claim(Footprint footprint) {
    if (taken.stream().anyMatch(footprint::overlaps)) {
      return false;
    }
    taken.add(footprint);
    return true;
  }
}
