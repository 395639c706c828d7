package org.sourcefree.scenes;

import org.sourcefree.data.CityscapesClass;

/** Decides what stands and moves on the street, and where. */
final class Population {
  private static final double FARTHEST = 75;

  private final Street street;
  private final Appearance.Objects objects;
  private final Dice dice;
  private final Placement placement;

  Population(Stage stage, Street street, Appearance.Objects objects, Dice dice) {
    this.street = street;
    this.objects = objects;
    this.dice = dice;
    placement = new Placement(stage, objects.scale(), dice);
  }

  void paint() {
    traffic();
    crossTraffic();
    parked();
    cyclists();
    parkedTwoWheelers();
    people();
    lampsAndSigns();
    trafficLights();
    trees();
    placement.paint();
  }

  private boolean chance(double probability) {
    return dice.chance(Math.min(1, probability));
  }

  private void traffic() {
    lane(street.middle() + 1.7, 0, dice.between(8, 20));
    if (street.hasRails() && dice.chance(0.75)) {
      double z = LargeVehicles.halfLength(CityscapesClass.TRAIN) + dice.between(9, 32);
      if (chance(objects.vehicles())) {
        placement.vehicle(CityscapesClass.TRAIN, street.rails(), z, dice.chance(0.6) ? Math.PI : 0);
      }
      return;
    }
    lane(street.middle() - 1.7, Math.PI, dice.between(6, 18));
  }

  private void lane(double x, double turn, double start) {
    double z = start;
    while (z < FARTHEST) {
      CityscapesClass label = vehicle(dice.weighted(0.73, 0.14, 0.13));
      double half = LargeVehicles.halfLength(label);
      if (chance(0.7 * objects.vehicles())) {
        double heading = turn + dice.between(-0.03, 0.03);
        placement.vehicle(label, x + dice.between(-0.3, 0.3), z + half, heading);
      }
      z += 2 * half + dice.between(5, 22);
    }
  }

  private void crossTraffic() {
    if (street.hasCrossing() && chance(0.6 * objects.vehicles())) {
      int sign = dice.sign();
      double z = street.crossing() + (sign > 0 ? 3 : 6.5);
      CityscapesClass label = vehicle(dice.weighted(0.5, 0.25, 0.25));
      double turn = sign * Math.PI / 2 + dice.between(-0.05, 0.05);
      placement.vehicle(label, dice.between(-9, 9), z, turn);
    }
  }

  private void parked() {
    for (int sign = -1; sign <= 1; sign += 2) {
      Side side = street.side(sign);
      boolean room = sign < 0 ? side.kerb() > 5.8 : side.kerb() > 3.5;
      if (!room || !dice.chance(0.8)) {
        continue;
      }
      double turn = sign < 0 ? Math.PI : 0;
      for (double z = dice.between(5, 14); z < FARTHEST; z += dice.between(5.4, 7)) {
        boolean free = z + 6 < street.crossing() || z > street.crossing() + 15;
        if (free && chance(0.65 * objects.vehicles())) {
          CityscapesClass label = dice.chance(0.06) ? CityscapesClass.TRUCK : CityscapesClass.CAR;
          double x = sign * (side.kerb() - 1.05);
          placement.vehicle(label, x, z + 2, turn + dice.between(-0.04, 0.04));
        }
      }
    }
  }

  private static CityscapesClass vehicle(int index) {
    return switch (index) {
      case 0 -> CityscapesClass.CAR;
      case 1 -> CityscapesClass.TRUCK;
      default -> CityscapesClass.BUS;
    };
  }

  private void cyclists() {
    double often = objects.twoWheelers();
    for (int i = dice.count(0.75 * often); i > 0; i--) {
      boolean left = dice.chance(0.4);
      double kerb = street.side(left ? -1 : 1).kerb();
      double x = left ? dice.between(0.9, 1.8) - kerb : kerb - dice.between(0.5, 1.3);
      double turn = (left ? Math.PI : 0) + dice.between(-0.35, 0.35);
      placement.twoWheeler(CityscapesClass.BICYCLE, x, dice.between(7.5, 20), turn, true);
    }
    for (int i = dice.count(0.8 * often); i > 0; i--) {
      boolean left = dice.chance(0.5);
      double x = street.middle() + (left ? -1.7 : 1.7) + dice.between(-0.7, 0.7);
      double turn = (left ? Math.PI : 0) + dice.between(-0.3, 0.3);
      placement.twoWheeler(CityscapesClass.MOTORCYCLE, x, dice.between(7.5, 22), turn, true);
    }
    if (street.hasCrossing() && chance(0.4 * often)) {
      CityscapesClass label =
          dice.chance(0.6) ? CityscapesClass.BICYCLE : CityscapesClass.MOTORCYCLE;
      double turn = dice.sign() * Math.PI / 2;
      placement.twoWheeler(label, dice.between(-5, 4), street.crossing() + 0.6, turn, true);
    }
  }

  private void parkedTwoWheelers() {
    for (int i = dice.count(0.85 * objects.twoWheelers()); i > 0; i--) {
      Side side = street.side(dice.sign());
      CityscapesClass label =
          dice.chance(0.6) ? CityscapesClass.BICYCLE : CityscapesClass.MOTORCYCLE;
      double turn = dice.sign() * Math.PI / 2 + dice.between(-0.5, 0.5);
      double x = side.sign() * (side.walk() - side.halfWalk() * 0.4);
      placement.twoWheeler(label, x, dice.between(7, 22), turn, false);
    }
  }

  private void people() {
    for (int i = dice.count(4 * objects.people()); i > 0; i--) {
      boolean crosses = dice.chance(0.15);
      Side side = street.side(dice.sign());
      double spread = side.halfWalk() * 0.7;
      double x = side.sign() * (side.walk() + dice.between(-spread, spread));
      double z = dice.between(6.5, 34);
      double turn = dice.between(-0.6, 0.6) + dice.pick(0, 3);
      if (crosses) {
        x = dice.between(-street.left().kerb(), street.right().kerb());
        z = street.hasCrossing() ? street.crossing() - 2 : Math.max(z, 12);
        turn = dice.sign() * Math.PI / 2;
      }
      placement.person(x, z, turn);
      if (dice.chance(0.3)) {
        placement.person(x + 0.75 * objects.scale(), z + dice.between(-0.3, 0.3), turn);
      }
    }
  }

  private void lampsAndSigns() {
    double often = objects.furniture();
    double gap = 27 / Math.max(0.05, often);
    for (int sign = -1; sign <= 1; sign += 2) {
      Side side = street.side(sign);
      double x = sign * (side.kerb() + 0.5);
      for (double z = dice.between(8, 24); z < FARTHEST; z += gap * dice.between(0.8, 1.2)) {
        placement.post(x, z, (item, own) -> item.lamp(own));
      }
      for (int i = dice.count(0.95 * often); i > 0; i--) {
        double z = dice.between(8.5, 30);
        placement.post(x + sign * 0.2, z, (item, own) -> item.sign(own));
      }
      if (chance(0.16 * often)) {
        double z = dice.between(11, 26);
        placement.post(sign * side.walk(), z, (item, own) -> item.board(own));
      }
    }
  }

  private void trafficLights() {
    boolean near = street.crossing() < 32;
    for (int sign = -1; sign <= 1; sign += 2) {
      double x = sign * (street.side(sign).kerb() + 0.5);
      if (chance((near ? 0.95 : 0.3) * objects.furniture())) {
        double z = near ? street.crossing() - 4.5 : dice.between(9, 24);
        boolean overhead = dice.chance(0.4);
        placement.post(x, z, (item, own) -> item.trafficLight(overhead, own));
      }
    }
  }

  private void trees() {
    for (int sign = -1; sign <= 1; sign += 2) {
      Side side = street.side(sign);
      double fromKerb = side.vergeAtKerb() && side.verge() > 0 ? side.verge() / 2 : 0.9;
      if (!chance(0.85 * objects.trees() * street.leafiness())) {
        continue;
      }
      double gap = dice.between(8, 14);
      for (double z = dice.between(9, 18); z < 110; z += gap * dice.between(0.85, 1.15)) {
        if (!street.onCrossing(z)) {
          placement.tree(sign * (side.kerb() + fromKerb), z);
        }
      }
    }
  }
}
