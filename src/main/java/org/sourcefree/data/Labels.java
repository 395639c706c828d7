package org.sourcefree.data;

import java.util.List;
import java.util.Optional;
import org.sourcefree.data.crop.ViewPlace;
import org.sourcefree.image.LabelMap;

/** Where a training image's labels come from. Safe for use by several threads. */
@FunctionalInterface
public interface Labels {

  /** The train ids of an image, [H, W], 255 = ignored; empty to ignore every pixel. */
  Optional<LabelMap> of(Sample sample);

  /** Train ids of classes that are rare in them, which crops may be centred on. */
  default List<Integer> rare() {
    return List.of();
  }

  /**
   * Distributions over the classes that stand for the labels of a training view.
   *
   * @param seen what the view sees of the labels
   * @return [view height, view width, C], zero where the label is 255; empty where the labels say
   *     all there is
   */
  default Optional<float[]> distributions(Sample sample, ViewPlace place, LabelMap seen) {
    return Optional.empty();
  }

  /** No labels: every pixel is ignored. */
  static Labels none() {
    return sample -> Optional.empty();
  }

  /** The dataset's own labels. */
  static Labels groundTruth(Dataset dataset, ClassSet classes) {
    return sample -> Optional.of(dataset.label(sample, classes));
  }
}
