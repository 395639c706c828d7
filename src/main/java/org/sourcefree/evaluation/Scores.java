package org.sourcefree.evaluation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sourcefree.InvalidInputException;

/**
 * What an evaluation found, as results.json holds it.
 *
 * @param miou mean over the classes of {@code iou}, percent
 * @param iou by class name, in class order, percent; a class in neither truth nor prediction is
 *     left out
 */
public record Scores(double miou, Map<String, Double> iou) {
  /** Keeps a copy of the map. */
  public Scores {
    iou = Collections.unmodifiableMap(new LinkedHashMap<>(iou));
  }

  /**
   * The scores of a confusion matrix.
   *
   * @param names of its classes, in their order
   * @throws InvalidInputException if no pixel carried a label
   */
  public static Scores of(ConfusionMatrix matrix, List<String> names) {
    if (names.size() != matrix.classes()) {
      throw new IllegalArgumentException(
          "there must be a name for each of %d classes, got %d"
              .formatted(matrix.classes(), names.size()));
    }
    double mean =
        matrix
            .miou()
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        "an evaluation must see at least one labelled pixel, got none"));
    Map<String, Double> iou = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      matrix.iou(i).ifPresent(value -> iou.put(name, 100 * value));
    }
    return new Scores(100 * mean, iou);
  }
}
