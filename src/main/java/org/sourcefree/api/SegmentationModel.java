package org.sourcefree.api;

import java.nio.file.Path;
import java.util.Optional;
import org.sourcefree.InvalidInputException;
import org.sourcefree.Progress;
import org.sourcefree.data.ClassSet;
import org.sourcefree.data.Dataset;
import org.sourcefree.data.EvaluationView;
import org.sourcefree.data.ViewReader;
import org.sourcefree.evaluation.Evaluator;
import org.sourcefree.evaluation.Scores;
import org.sourcefree.graph.Compute;
import org.sourcefree.image.ImageFiles;
import org.sourcefree.image.RgbImage;
import org.sourcefree.model.ModelSession;
import org.sourcefree.network.TestTimeAugmentation;
import org.sourcefree.predict.ImagePredictor;
import org.sourcefree.predict.ModelSource;
import org.sourcefree.run.RunFolder;
import org.sourcefree.trust.Models;
import org.sourcefree.trust.OpenedModel;
import org.sourcefree.trust.Trust;

/** A model with its weights, to be closed after use. One thread at a time uses it. */
public final class SegmentationModel implements AutoCloseable {
  private final OpenedModel opened;
  private final ModelSession session;
  private final ImagePredictor predictor;
  private final Optional<EvaluationView> view;

  private SegmentationModel(OpenedModel opened, Optional<EvaluationView> view) {
    this.opened = opened;
    this.session = opened.session(Compute.DEFAULT);
    this.predictor = new ImagePredictor(session, TestTimeAugmentation.NONE);
    this.view = view;
  }

  /**
   * Opens a model that only computes.
   *
   * @param model a SavedModel's folder, a run folder, or an adaptation's config, which may name
   *     another program's graph
   * @throws InvalidInputException if it is refused or cannot be read
   */
  public static SegmentationModel open(Path model) {
    return open(model, Trust.COMPUTING);
  }

  /**
   * Opens a model.
   *
   * @throws InvalidInputException if it is refused or cannot be read
   */
  public static SegmentationModel open(Path model, Trust trust) {
    ModelSource source = new ModelSource(model);
    return new SegmentationModel(source.open(new Models(trust)), source.measuredView());
  }

  /** The classes that it tells apart. */
  public ClassSet classes() {
    return session.model().classes();
  }

  /** The size at which its run measured it; empty if that is not known. */
  public Optional<EvaluationView> view() {
    return view;
  }

  /**
   * Predicts a PNG or JPEG file, seen at the size of {@link #view}, or else at its own.
   *
   * @throws InvalidInputException if it cannot be read or takes more memory than there is
   */
  public Prediction predict(Path image) {
    return predict(image.toString(), ImageFiles.readRgb(image), view);
  }

  /**
   * Predicts an image, seen at the size of {@link #view}, or else at its own.
   *
   * @throws InvalidInputException if it takes more memory than there is
   */
  public Prediction predict(RgbImage image) {
    return predict("given", image, view);
  }

  /**
   * Predicts an image.
   *
   * @param seen the size to which it is resized for the network
   * @throws InvalidInputException if it takes more memory than there is
   */
  public Prediction predict(RgbImage image, EvaluationView seen) {
    return predict("given", image, Optional.of(seen));
  }

  private Prediction predict(String name, RgbImage image, Optional<EvaluationView> seen) {
    predictor
        .tooLarge(name, image, seen)
        .ifPresent(
            reason -> {
              throw new InvalidInputException(reason);
            });
    return new Prediction(opened.computed(() -> predictor.predict(image, seen)), classes());
  }

  /**
   * IoU of every class and their mean on labelled images, percent.
   *
   * @param seen the size to which images are resized for the network
   * @throws InvalidInputException if an image or label does not fit, or no pixel is labelled
   */
  public Scores evaluate(Dataset dataset, EvaluationView seen) {
    Evaluator evaluator = new Evaluator(dataset, ViewReader.of(seen), Progress.NONE);
    return opened.computed(() -> evaluator.measure(session).scores());
  }

  /**
   * Writes the model as a SavedModel, which TensorFlow alone can load, too.
   *
   * @param folder a new one
   * @throws InvalidInputException if it exists
   */
  public void save(Path folder) {
    RunFolder.requireAbsent(folder);
    session.export(folder);
  }

  @Override
  public void close() {
    session.close();
  }
}
