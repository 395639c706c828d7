package org.sourcefree.pseudolabel;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a labelling pass selected of one class.
 *
 * @param threshold log-odds that a selected pixel lies above; infinite where all or none are
 *     selected
 * @param predicted pixels of the target set whose most probable class it is
 * @param selected those that became pseudo labels
 */
public record ClassSelection(float threshold, long predicted, long selected) {

  /** The threshold as a probability. */
  public double probability() {
    return 1 / (1 + Math.exp(-threshold));
  }

  /** Selected pixels as a share of the predicted ones, in [0, 1]; 0 with none predicted. */
  public double share() {
    return predicted == 0 ? 0 : (double) selected / predicted;
  }

  /**
   * What is noted of a pass beside its labels, by the classes' names.
   *
   * @param selected of each class, in train-id order
   */
  public static Map<String, Object> summary(List<String> names, List<ClassSelection> selected) {
    Map<String, Object> summary = new LinkedHashMap<>();
    for (int c = 0; c < names.size(); c++) {
      ClassSelection selection = selected.get(c);
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("threshold", selection.probability());
      entry.put("threshold_log_odds", selection.threshold());
      entry.put("predicted_pixels", selection.predicted());
      entry.put("selected_pixels", selection.selected());
      entry.put("selected_share", selection.share());
      summary.put(names.get(c), entry);
    }
    return summary;
  }
}
