package org.sourcefree.scenes;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Things to paint, the farthest first, so that near ones cover far ones. */
final class FarToNear {
  private final List<Item> items = new ArrayList<>();

  private record Item(double z, Runnable painting) {}

  /**
   * Adds a thing.
   *
   * @param z metres ahead of its nearest part
   */
  void add(double z, Runnable painting) {
    items.add(new Item(z, painting));
  }

  /** Paints everything that was added; of two equally far, the one added first. */
  void paint() {
    items.sort(Comparator.comparingDouble(Item::z).reversed());
    items.forEach(item -> item.painting().run());
  }
}
