package org.sourcefree.scenes;

import java.util.List;
import org.sourcefree.scenes.Segment.Kind;

/** Paints what stands along and behind both fronts of the street, far to near. */
final class Surroundings {
  private final Stage stage;
  private final Street street;
  private final Appearance.Objects objects;
  private final FarToNear items = new FarToNear();

  Surroundings(Stage stage, Street street, Appearance.Objects objects) {
    this.stage = stage;
    this.street = street;
    this.objects = objects;
  }

  void paint(Dice dice) {
    Facades facades = new Facades(stage);
    for (int sign = -1; sign <= 1; sign += 2) {
      Side side = street.side(sign);
      for (Segment segment : side.segments()) {
        items.add(segment.near(), () -> facades.paint(side, segment));
        if (segment.kind() != Kind.BUILDING && segment.kind() != Kind.CROSSING) {
          behind(side, segment, facades, dice.fork());
        }
      }
    }
    items.paint();
  }

  /** A house set back, or trees, behind what is low. */
  private void behind(Side side, Segment segment, Facades facades, Dice dice) {
    if (segment.kind() != Kind.GAP && dice.chance(0.5)) {
      double back = side.front() + dice.between(4, 9);
      Side setBack = new Side(side.sign(), side.kerb(), back, 0, false, List.of());
      double height = dice.between(5, 10);
      double near = segment.near() + 0.3;
      Segment house = new Segment(Kind.BUILDING, near, segment.far() - 0.5, height, dice.seed());
      items.add(near, () -> facades.paint(setBack, house));
    }
    int count = dice.count((segment.kind() == Kind.GAP ? 2.6 : 1.5) * objects.trees());
    for (int i = 0; i < count; i++) {
      double z = Math.max(9, dice.between(segment.near() + 0.5, segment.far()));
      double x = side.sign() * (side.front() + dice.between(2.5, 9));
      boolean tree = dice.chance(0.75);
      Dice own = dice.fork();
      if (tree) {
        items.add(z, () -> Trees.tree(stage, x, z, own));
      } else {
        items.add(z, () -> Trees.bush(stage, x, z, own));
      }
    }
  }
}
