package org.sourcefree.data;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.sourcefree.InvalidInputException;

/** Label values that a config maps to classes. */
public sealed interface OwnLabels extends LabelValues permits LabelIds, LabelColours {

  /** What stands for each class, by its name. */
  Map<String, ? extends List<?>> classes();

  /**
   * Checks that the model tells the classes apart.
   *
   * @throws InvalidInputException if it has no class of some name
   */
  default void requireClasses(ClassSet set) {
    for (String name : classes().keySet()) {
      set.trainId(name).orElseThrow(() -> unknown(name, set));
    }
  }

  /** What becomes of values that the map does not name. */
  enum Others {
    /** A label file that holds one is an error. */
    REFUSE,
    /** Their pixels count in no loss and no metric. */
    IGNORE
  }

  /**
   * The table from values to train ids, [256], 255 for every value of no class.
   *
   * @param values of each class, by its name
   * @throws InvalidInputException if the model does not tell one of the classes apart
   */
  static byte[] table(Map<String, List<Integer>> values, ClassSet classes) {
    byte[] table = new byte[256];
    Arrays.fill(table, (byte) ClassSet.IGNORE);
    values.forEach(
        (name, all) -> {
          int trainId = classes.trainId(name).orElseThrow(() -> unknown(name, classes));
          all.forEach(value -> table[value] = (byte) trainId);
        });
    return table;
  }

  private static InvalidInputException unknown(String name, ClassSet classes) {
    return new InvalidInputException(
        "label_values must map to classes of the model, which are %s, got \"%s\""
            .formatted(String.join(", ", classes.names()), name));
  }
}
