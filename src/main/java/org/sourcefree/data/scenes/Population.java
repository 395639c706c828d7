package org.sourcefree.data.scenes;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Decides what stands and moves on the street, and paints it far to near. */
final class Population {
  private static final double FARTHEST = 75;

  private final Stage stage;
  private final Street street;
  private final Domain.Objects objects;
  private final Dice dice;
  private final List<Item> items = new ArrayList<>();

  private record Item(double z, Runnable painting) {}

  Population(Stage stage, Street street, Domain.Objects objects, Dice dice) {
    this.stage = stage;
    this.street = street;
    this.objects = objects;
    this.dice = dice;
  }

  void paint() {
    traffic();
    parked();
    crossing();
    people();
    twoWheelers();
    furniture();
    trees();
    items.sort(Comparator.comparingDouble(Item::z).reversed());
    items.forEach(item -> item.painting().run());
  }

  private void add(double z, Runnable painting) {
    items.add(new Item(z, painting));
  }

  private void traffic() {
    lane(street.middle() + 1.7, 0, dice.between(9, 26));
    if (street.hasRails() && dice.chance(0.75)) {
      double z = LargeVehicles.halfLength(SceneClass.TRAIN) + dice.between(7, 30);
      double turn = dice.chance(0.6) ? Math.PI : 0;
      vehicle(SceneClass.TRAIN, street.rails(), z, turn);
      return;
    }
    lane(street.middle() - 1.7, Math.PI, dice.between(6, 22));
  }

  private void lane(double x, double turn, double start) {
    double z = start;
    while (z < FARTHEST) {
      SceneClass label = traffic(dice.weighted(0.72, 0.12, 0.11, 0.05));
      double half = LargeVehicles.halfLength(label);
      if (dice.chance(Math.min(1, 0.6 * objects.vehicles()))) {
        if (label == SceneClass.MOTORCYCLE) {
          twoWheeler(label, x + dice.between(-0.6, 0.6), z + half, turn, true);
        } else {
          vehicle(label, x + dice.between(-0.3, 0.3), z + half, turn + dice.between(-0.03, 0.03));
        }
      }
      z += 2 * half + dice.between(5, 22);
    }
  }

  private static SceneClass traffic(int index) {
    return switch (index) {
      case 0 -> SceneClass.CAR;
      case 1 -> SceneClass.TRUCK;
      case 2 -> SceneClass.BUS;
      default -> SceneClass.MOTORCYCLE;
    };
  }

  private void vehicle(SceneClass label, double x, double z, double turn) {
    Dice own = dice.fork();
    Body body = new Body(stage, x, z, turn);
    double near = z - LargeVehicles.halfLength(label) * Math.abs(StrictMath.cos(turn));
    add(
        near,
        () -> {
          if (label == SceneClass.CAR) {
            Cars.paint(body, own);
          } else {
            LargeVehicles.paint(label, body, own);
          }
        });
  }

  private void parked() {
    for (int sign = -1; sign <= 1; sign += 2) {
      Side side = street.side(sign);
      boolean room = sign < 0 ? side.kerb() > 6 : side.kerb() > 3.6;
      if (!room || !dice.chance(0.6)) {
        continue;
      }
      double turn = sign < 0 ? Math.PI : 0;
      for (double z = dice.between(5, 14); z < FARTHEST; z += dice.between(5.4, 7)) {
        boolean free = z + 6 < street.crossing() || z > street.crossing() + 15;
        if (free && dice.chance(Math.min(1, 0.55 * objects.vehicles()))) {
          SceneClass label = dice.chance(0.06) ? SceneClass.TRUCK : SceneClass.CAR;
          double x = sign * (side.kerb() - 1.05);
          vehicle(label, x, z + 2, turn + dice.between(-0.04, 0.04));
        }
      }
    }
  }

  private void crossing() {
    if (!street.hasCrossing() || !dice.chance(Math.min(1, 0.6 * objects.vehicles()))) {
      return;
    }
    int sign = dice.sign();
    double z = street.crossing() + (sign > 0 ? 3 : 6.5);
    SceneClass label = traffic(dice.weighted(0.5, 0.22, 0.24, 0));
    double x = dice.between(-9, 9);
    vehicle(label, x, z, sign * Math.PI / 2 + dice.between(-0.05, 0.05));
  }

  private void people() {
    double size = objects.scale();
    int count = dice.count(3.6 * objects.people());
    for (int i = 0; i < count; i++) {
      boolean crosses = dice.chance(0.15);
      Side side = street.side(dice.sign());
      double z = crosses && street.hasCrossing() ? street.crossing() - 2 : dice.between(6, 34);
      double spread = side.halfWalk() * 0.7;
      double x =
          crosses
              ? dice.between(-street.left().kerb(), street.right().kerb())
              : side.sign() * (side.walk() + dice.between(-spread, spread));
      double turn = crosses ? dice.sign() * Math.PI / 2 : dice.between(-0.6, 0.6) + dice.pick(0, 3);
      person(x, z, turn, size);
      if (dice.chance(0.3)) {
        person(x + 0.75 * size, z + dice.between(-0.3, 0.3), turn, size);
      }
    }
  }

  private void person(double x, double z, double turn, double size) {
    Dice own = dice.fork();
    double tall = size * dice.between(0.9, 1.06);
    Body body = new Body(stage, x, z, turn);
    Figure figure = new Figure(stage, SceneClass.PERSON, body, tall);
    add(z, () -> figure.walk(own.between(0.08, 0.3), Figure.Clothes.pedestrian(own), own));
  }

  private void twoWheelers() {
    double often = objects.twoWheelers();
    for (int i = dice.count(0.55 * often); i > 0; i--) {
      boolean left = dice.chance(0.4);
      double kerb = street.side(left ? -1 : 1).kerb();
      double x = left ? -kerb + dice.between(0.9, 1.8) : kerb - dice.between(0.8, 1.6);
      double turn = (left ? Math.PI : 0) + dice.between(-0.35, 0.35);
      twoWheeler(SceneClass.BICYCLE, x, dice.between(6, 20), turn, true);
    }
    for (int i = dice.count(0.5 * often); i > 0; i--) {
      boolean left = dice.chance(0.5);
      double x = street.middle() + (left ? -1.7 : 1.7) + dice.between(-0.7, 0.7);
      double turn = (left ? Math.PI : 0) + dice.between(-0.3, 0.3);
      twoWheeler(SceneClass.MOTORCYCLE, x, dice.between(6, 18), turn, true);
    }
    for (int i = dice.count(0.75 * often); i > 0; i--) {
      Side side = street.side(dice.sign());
      SceneClass label = dice.chance(0.6) ? SceneClass.BICYCLE : SceneClass.MOTORCYCLE;
      double turn = dice.sign() * Math.PI / 2 + dice.between(-0.5, 0.5);
      double x = side.sign() * (side.walk() - side.halfWalk() * 0.4);
      twoWheeler(label, x, dice.between(6.5, 22), turn, false);
    }
    if (street.hasCrossing() && dice.chance(Math.min(1, 0.4 * often))) {
      SceneClass label = dice.chance(0.6) ? SceneClass.BICYCLE : SceneClass.MOTORCYCLE;
      double x = dice.between(-5, 4);
      twoWheeler(label, x, street.crossing() + 1, dice.sign() * Math.PI / 2, true);
    }
  }

  private void twoWheeler(SceneClass label, double x, double z, double turn, boolean ridden) {
    Dice own = dice.fork();
    Body body = new Body(stage, x, z, turn);
    add(z, () -> TwoWheelers.paint(label, body, objects.scale(), ridden, own));
  }

  private void furniture() {
    double often = objects.furniture();
    for (int sign = -1; sign <= 1; sign += 2) {
      Side side = street.side(sign);
      double x = sign * (side.kerb() + 0.5);
      double gap = 22 / Math.max(0.05, often);
      for (double z = dice.between(7, 20); z < FARTHEST; z += gap * dice.between(0.8, 1.2)) {
        post(x, z, (item, own) -> item.lamp(own));
      }
      for (int i = dice.count(1.3 * often); i > 0; i--) {
        post(x + sign * 0.2, dice.between(7, 30), (item, own) -> item.sign(own));
      }
      if (dice.chance(Math.min(1, 0.16 * often))) {
        post(sign * side.walk(), dice.between(11, 26), (item, own) -> item.board(own));
      }
      boolean near = street.crossing() < 32;
      if (dice.chance(Math.min(1, (near ? 0.95 : 0.3) * often))) {
        double z = near ? street.crossing() - 4.5 : dice.between(9, 24);
        boolean overhead = dice.chance(0.4);
        post(x, z, (item, own) -> item.trafficLight(overhead, own));
      }
    }
  }

  private void post(double x, double z, java.util.function.BiConsumer<Furniture, Dice> painting) {
    Dice own = dice.fork();
    add(z, () -> painting.accept(new Furniture(stage, x, z, objects.scale()), own));
  }

  private void trees() {
    double often = objects.trees() * street.leafiness();
    for (int sign = -1; sign <= 1; sign += 2) {
      Side side = street.side(sign);
      double grass = side.vergeAtKerb() ? side.kerb() + side.verge() / 2 : side.kerb() + 0.9;
      if (!dice.chance(Math.min(1, 0.7 * often))) {
        continue;
      }
      double gap = dice.between(8, 14);
      for (double z = dice.between(9, 18); z < 110; z += gap * dice.between(0.85, 1.15)) {
        if (!street.onCrossing(z)) {
          tree(sign * grass, z);
        }
      }
    }
  }

  private void tree(double x, double z) {
    Dice own = dice.fork();
    add(z, () -> Trees.tree(stage, x, z, own));
  }
}
