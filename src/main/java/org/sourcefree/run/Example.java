package org.sourcefree.run;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.sourcefree.data.ClassSet;
import org.sourcefree.image.LabelErrors;
import org.sourcefree.image.LabelMap;
import org.sourcefree.image.RgbImage;

/**
 * An image with its truth, where there is one, and the predictions of several networks, all of one
 * size.
 *
 * @param predictions train ids by {@link NetworkNames}, in the order in which they are shown
 */
public record Example(
    String name, RgbImage image, Optional<LabelMap> truth, Map<String, LabelMap> predictions) {

  /** Copies the map. */
  public Example {
    predictions = Collections.unmodifiableMap(new LinkedHashMap<>(predictions));
  }

  /** The network that is shown last: what a run made. */
  public String last() {
    return predictions.keySet().stream().reduce("", (before, name) -> name);
  }

  /** The same without a network's prediction. */
  public Example without(String network) {
    Map<String, LabelMap> others = new LinkedHashMap<>(predictions);
    others.remove(network);
    return new Example(name, image, truth, others);
  }

  /** Where a prediction is wrong; empty without truth. */
  public Optional<LabelErrors> errors(LabelMap prediction) {
    return truth.map(each -> new LabelErrors(each, prediction, ClassSet.IGNORE));
  }

  /** Where the last network's prediction is wrong; empty without truth or prediction. */
  public Optional<LabelErrors> errors() {
    return Optional.ofNullable(predictions.get(last())).flatMap(this::errors);
  }
}
