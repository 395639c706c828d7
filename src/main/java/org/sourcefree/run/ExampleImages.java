package org.sourcefree.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sourcefree.data.ClassSet;
import org.sourcefree.data.Dataset;
import org.sourcefree.data.Sample;
import org.sourcefree.data.ViewReader;
import org.sourcefree.image.ImageSize;
import org.sourcefree.image.LabelMap;
import org.sourcefree.image.Resize;
import org.sourcefree.image.RgbImage;
import org.sourcefree.model.ModelSession;

/**
 * The few images that a run shows, from all over a dataset, at their own size unless that is large.
 *
 * @param views what a network sees of each
 */
public record ExampleImages(Dataset dataset, ViewReader views, ClassSet classes) {
  private static final int COUNT = 4;
  private static final int LONGEST_SIDE = 1024;

  /** A network scores every class of every pixel that is shown. */
  private static final double MOST_SCORES = 20e6;

  /** Notes what the network with target statistics predicts, before training changes it. */
  public void keepTargetStatistics(Path folder, ModelSession model) {
    List<LabelMap> predictions = new ArrayList<>();
    for (Sample sample : samples()) {
      predictions.add(predicted(model, sample, shown(sample).size()));
    }
    PanelFiles.writeTargetStatistics(folder, predictions);
  }

  /**
   * The images of a finished run, with what was noted in its folder.
   *
   * @param labelled whether their truth is shown
   * @param models by {@link NetworkNames}
   */
  public List<Example> examples(Path folder, boolean labelled, Map<String, ModelSession> models) {
    List<Example> examples = new ArrayList<>();
    for (Sample sample : samples()) {
      RgbImage image = shown(sample);
      Optional<LabelMap> truth =
          labelled
              ? Optional.of(
                  Resize.nearest(dataset.label(sample, classes), image.width(), image.height()))
              : Optional.empty();
      Map<String, LabelMap> predictions = new LinkedHashMap<>();
      models.forEach(
          (name, model) -> predictions.put(name, predicted(model, sample, image.size())));
      examples.add(
          new Example(
              sample.name(),
              image,
              truth,
              withTargetStatistics(predictions, PanelFiles.noted(folder, examples.size(), image))));
    }
    return examples;
  }

  /** In its place behind the source model. */
  private static Map<String, LabelMap> withTargetStatistics(
      Map<String, LabelMap> predictions, Optional<LabelMap> noted) {
    Map<String, LabelMap> ordered = new LinkedHashMap<>();
    predictions.forEach(
        (name, labels) -> {
          ordered.put(name, labels);
          if (name.equals(NetworkNames.SOURCE_ONLY)) {
            noted.ifPresent(each -> ordered.put(NetworkNames.TARGET_STATISTICS, each));
          }
        });
    return ordered;
  }

  private List<Sample> samples() {
    return Sample.spread(dataset.samples(), COUNT);
  }

  private LabelMap predicted(ModelSession model, Sample sample, ImageSize size) {
    return model.predictor().labels(views.read(sample), size.width(), size.height());
  }

  private RgbImage shown(Sample sample) {
    RgbImage image = views.images().read(sample.image());
    double pixels = (double) image.width() * image.height();
    double scale =
        Math.min(
            (double) LONGEST_SIDE / Math.max(image.width(), image.height()),
            Math.sqrt(MOST_SCORES / (classes.size() * pixels)));
    return scale >= 1
        ? image
        : Resize.bicubic(
            image,
            Math.max(1, (int) Math.round(scale * image.width())),
            Math.max(1, (int) Math.round(scale * image.height())));
  }
}
