package org.sourcefree.predict;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.sourcefree.InvalidInputException;
import org.sourcefree.Progress;
import org.sourcefree.data.ClassSet;
import org.sourcefree.data.EvaluationView;
import org.sourcefree.data.Prefetcher;
import org.sourcefree.data.Sample;
import org.sourcefree.graph.Compute;
import org.sourcefree.image.ImageFiles;
import org.sourcefree.image.LabelMap;
import org.sourcefree.image.RgbImage;
import org.sourcefree.model.ModelSession;
import org.sourcefree.network.TestTimeAugmentation;
import org.sourcefree.trust.Models;
import org.sourcefree.trust.OpenedModel;

/**
 * Predicts image files one after the other, each at its own size; the next are decoded meanwhile.
 */
public final class PredictionRun {
  private final Path model;
  private final View view;
  private final TestTimeAugmentation augmentation;
  private final Models models;
  private final Progress progress;

  /**
   * What the network sees of an image.
   *
   * @param measured the size at which the model's config measured it, if there is one
   * @param size this size; with neither, the image as it is
   */
  public record View(boolean measured, Optional<EvaluationView> size) {}

  /**
   * A predicted image.
   *
   * @param labels train ids, of the image's size
   * @param confidence probability of each label, 0 to 255 for 0 to 1, of the image's size
   */
  public record Prediction(Sample sample, RgbImage image, LabelMap labels, LabelMap confidence) {}

  /** Does something with the predictions, such as writing them. */
  public interface Receiver {
    /** Told of the model's classes before the first prediction. */
    Consumer<Prediction> begin(ClassSet classes);
  }

  /** An image, or why there is none. */
  private record Loaded(Sample sample, Optional<RgbImage> image, Optional<String> problem) {}

  /**
   * Prepares a run.
   *
   * @param model a run folder, a SavedModel's folder, or a config that names another program's
   *     graph
   */
  public PredictionRun(
      Path model, View view, TestTimeAugmentation augmentation, Models models, Progress progress) {
    this.model = model;
    this.view = view;
    this.augmentation = augmentation;
    this.models = models;
    this.progress = progress;
  }

  /**
   * Predicts.
   *
   * @return what was wrong with each image that could not be read, one sentence each
   * @throws InvalidInputException if the model cannot be read
   */
  public List<String> run(List<Sample> samples, Receiver receiver) {
    ModelSource source = new ModelSource(model);
    Optional<EvaluationView> seen = view.measured() ? source.measuredView() : view.size();
    List<String> problems = new ArrayList<>();
    OpenedModel opened = source.open(models);
    try (ModelSession session = opened.session(Compute.DEFAULT);
        Progress.Task task = progress.start("predicting", samples.size(), 0);
        Prefetcher<Loaded> images =
            new Prefetcher<>(0, samples.size(), i -> load(samples.get((int) i)))) {
      ImagePredictor predictor = new ImagePredictor(session, augmentation);
      Consumer<Prediction> consumer = receiver.begin(session.model().classes());
      for (int done = 1; images.hasNext(); done++) {
        Loaded loaded = images.next();
        Optional<String> problem = loaded.problem().or(() -> tooLarge(predictor, loaded, seen));
        if (problem.isPresent()) {
          problems.add(problem.get());
          progress.say(problem.get());
        } else {
          RgbImage image = loaded.image().orElseThrow();
          consumer.accept(opened.computed(() -> predict(predictor, loaded.sample(), image, seen)));
        }
        task.advance(done, "");
      }
    }
    return problems;
  }

  private static Loaded load(Sample sample) {
    try {
      return new Loaded(sample, Optional.of(ImageFiles.readRgb(sample.image())), Optional.empty());
    } catch (InvalidInputException e) {
      return new Loaded(sample, Optional.empty(), Optional.of(String.valueOf(e.getMessage())));
    }
  }

  private static Optional<String> tooLarge(
      ImagePredictor predictor, Loaded loaded, Optional<EvaluationView> view) {
    return predictor.tooLarge(
        loaded.sample().image().toString(), loaded.image().orElseThrow(), view);
  }

  private static Prediction predict(
      ImagePredictor predictor, Sample sample, RgbImage image, Optional<EvaluationView> view) {
    ImagePredictor.Predicted predicted = predictor.predict(image, view);
    byte[] confidence = new byte[predicted.confidence().length];
    for (int i = 0; i < confidence.length; i++) {
      confidence[i] = (byte) Math.round(255 * predicted.confidence()[i]);
    }
    return new Prediction(
        sample, image, predicted.labels(), new LabelMap(image.width(), image.height(), confidence));
  }
}
