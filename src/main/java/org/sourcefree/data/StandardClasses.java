package org.sourcefree.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The class sets of the field, with the Cityscapes names and colours. */
public enum StandardClasses {
  /** The 19 classes that the Cityscapes benchmark evaluates. */
  CITYSCAPES_19(Set.of()),
  /** The 16 of them that SYNTHIA shares: without terrain, truck and train, in the same order. */
  SYNTHIA_16(Set.of("terrain", "truck", "train"));

  private final ClassSet set;

  StandardClasses(Set<String> absent) {
    List<String> names = new ArrayList<>();
    List<Integer> colours = new ArrayList<>();
    for (CityscapesClass known : CityscapesClass.values()) {
      if (!absent.contains(known.className())) {
        names.add(known.className());
        colours.add(known.colour());
      }
    }
    set = new ClassSet(names, colours);
  }

  /** The classes in train-id order. */
  public ClassSet set() {
    return set;
  }
}
