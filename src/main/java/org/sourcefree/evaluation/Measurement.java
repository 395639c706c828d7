package org.sourcefree.evaluation;

import java.util.ArrayList;
import java.util.List;

/**
 * Everything an evaluation counts, evaluation.json.
 *
 * @param scores IoU and their mean, percent
 * @param confusion pixels by true class (outer) and predicted class (inner), train ids, C × C
 * @param ranks pixels by the rank of the true class among the softmax values, [C], the first entry
 *     for rank 1 = the most probable
 */
public record Measurement(Scores scores, List<List<Long>> confusion, List<Long> ranks) {

  /** Copies the lists. */
  public Measurement {
    confusion = confusion.stream().map(List::copyOf).toList();
    ranks = List.copyOf(ranks);
  }

  /** A confusion matrix and rank counts under the classes' names. */
  public static Measurement of(ConfusionMatrix matrix, long[] ranks, List<String> names) {
    List<List<Long>> rows = new ArrayList<>();
    for (int truth = 0; truth < matrix.classes(); truth++) {
      List<Long> row = new ArrayList<>();
      for (int predicted = 0; predicted < matrix.classes(); predicted++) {
        row.add(matrix.count(truth, predicted));
      }
      rows.add(row);
    }
    List<Long> counts = new ArrayList<>();
    for (long count : ranks) {
      counts.add(count);
    }
    return new Measurement(Scores.of(matrix, names), rows, counts);
  }
}
