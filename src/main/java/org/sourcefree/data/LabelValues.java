package org.sourcefree.data;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.IntFunction;
import org.sourcefree.InvalidInputException;
import org.sourcefree.image.LabelMap;

/** What the values in a dataset's label files mean. In memory every value is a number, 0 to 255. */
public interface LabelValues {

  /** A word or two for tables, and for check.json. */
  String title();

  /** Which values label files may hold, in words. */
  String expected();

  /**
   * Reads a label file's values, known or not.
   *
   * @throws InvalidInputException if it cannot be read
   */
  LabelMap read(Path file);

  /** Whether label files may hold the value. */
  boolean knows(int value);

  /** What the value stands for, whether a class that is told apart or not. */
  Optional<String> meaning(int value);

  /**
   * The table from a file's values to train ids, [256], unsigned; 255 for every value of no class.
   *
   * @throws InvalidInputException if the values and the classes do not go together
   */
  byte[] trainIds(ClassSet classes);

  /** What is at a pixel, counted by rows, as the file's author would name it, for messages. */
  default IntFunction<String> names(LabelMap labels, Path file) {
    return pixel -> Integer.toString(labels.ids()[pixel] & 0xFF);
  }

  /**
   * Translates a label file's values to train ids.
   *
   * @param file named in errors
   * @throws InvalidInputException if one of the values is not known
   */
  default LabelMap toTrainIds(LabelMap labels, ClassSet classes, Path file) {
    byte[] table = trainIds(classes);
    boolean[] known = new boolean[table.length];
    for (int value = 0; value < known.length; value++) {
      known[value] = knows(value);
    }
    byte[] from = labels.ids();
    byte[] to = new byte[from.length];
    for (int i = 0; i < from.length; i++) {
      int value = from[i] & 0xFF;
      if (!known[value]) {
        int column = i % labels.width();
        int row = i / labels.width();
        throw new InvalidInputException(
            "label %s must hold %s, got %s at column %d, row %d"
                .formatted(file, expected(), names(labels, file).apply(i), column, row));
      }
      to[i] = table[value];
    }
    return new LabelMap(labels.width(), labels.height(), to);
  }
}
