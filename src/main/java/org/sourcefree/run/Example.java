package org.sourcefree.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sourcefree.data.ClassSet;
import org.sourcefree.data.Dataset;
import org.sourcefree.data.Sample;
import org.sourcefree.data.ViewReader;
import org.sourcefree.image.LabelMap;
import org.sourcefree.image.Resize;
import org.sourcefree.image.RgbImage;
import org.sourcefree.model.ModelSession;

/**
 * An image with its truth, where there is one, and the predictions of several models, all of the
 * evaluation view's size.
 *
 * @param predictions in the models' order
 */
public record Example(
    String name, RgbImage image, Optional<LabelMap> truth, List<LabelMap> predictions) {
  private static final int COUNT = 4;

  /** Copies the list. */
  public Example {
    predictions = List.copyOf(predictions);
  }

  /** The first images of a labelled dataset, or of an unlabelled one without truth. */
  public static List<Example> of(
      Dataset dataset, boolean labelled, ViewReader views, List<ModelSession> models) {
    List<Example> examples = new ArrayList<>();
    ClassSet classes = models.get(0).model().classes();
    for (Sample sample : dataset.samples().stream().limit(COUNT).toList()) {
      RgbImage image = views.read(sample);
      Optional<LabelMap> truth =
          labelled
              ? Optional.of(
                  Resize.nearest(dataset.label(sample, classes), image.width(), image.height()))
              : Optional.empty();
      List<LabelMap> predictions =
          models.stream()
              .map(model -> model.predictor().labels(image, image.width(), image.height()))
              .toList();
      examples.add(new Example(sample.name(), image, truth, predictions));
    }
    return examples;
  }
}
