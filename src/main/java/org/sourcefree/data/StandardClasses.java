package org.sourcefree.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** The class sets of the field, with the Cityscapes names and colours. */
public enum StandardClasses {
  /** The 19 classes that the Cityscapes benchmark evaluates. */
  CITYSCAPES_19,
  /** The 16 of them that SYNTHIA shares: without terrain, truck and train, in the same order. */
  SYNTHIA_16;

  /** The classes in train-id order. */
  public ClassSet set() {
    return switch (this) {
      case CITYSCAPES_19 -> without(Set.of());
      case SYNTHIA_16 -> without(Set.of("terrain", "truck", "train"));
    };
  }

  /**
   * The set of that many classes; named "class 0" and so on where the field has none.
   *
   * @throws IllegalArgumentException if the count is not 2 to 255
   */
  public static ClassSet ofSize(int classes) {
    for (StandardClasses known : values()) {
      if (known.set().size() == classes) {
        return known.set();
      }
    }
    return ClassSet.named(IntStream.range(0, classes).mapToObj(i -> "class " + i).toList());
  }

  private static ClassSet without(Set<String> absent) {
    List<String> names = new ArrayList<>();
    List<Integer> colours = new ArrayList<>();
    for (CityscapesClass known : CityscapesClass.values()) {
      if (!absent.contains(known.className())) {
        names.add(known.className());
        colours.add(known.colour());
      }
    }
    return new ClassSet(names, colours);
  }
}
