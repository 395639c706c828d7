package org.sourcefree.experiment;

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
import org.sourcefree.graph.Tensors;
import org.sourcefree.image.ImageFiles;
import org.sourcefree.image.LabelMap;
import org.sourcefree.image.RgbImage;
import org.sourcefree.machine.Machine;
import org.sourcefree.model.DamagedGraph;
import org.sourcefree.model.ModelSession;
import org.sourcefree.network.ImageFeed;
import org.sourcefree.network.Inference;
import org.sourcefree.network.TestTimeAugmentation;
import org.sourcefree.run.DiskNeed;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint8;

/**
 * Predicts image files one after the other, each at its own size; the next are decoded meanwhile.
 */
public final class PredictionRun {
  /** Copies of a large image's scores that were seen in memory at the same time. */
  private static final long COPIES = 3;

  private final Path model;
  private final View view;
  private final TestTimeAugmentation augmentation;
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
      Path model, View view, TestTimeAugmentation augmentation, Progress progress) {
    this.model = model;
    this.view = view;
    this.augmentation = augmentation;
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
    try (ModelSession session = source.open();
        Progress.Task task = progress.start("predicting", samples.size(), 0);
        Prefetcher<Loaded> images =
            new Prefetcher<>(0, samples.size(), i -> load(samples.get((int) i)))) {
      Inference inference = session.inference(augmentation);
      Consumer<Prediction> consumer = receiver.begin(session.model().classes());
      for (int done = 1; images.hasNext(); done++) {
        Loaded loaded = images.next();
        Optional<String> problem = loaded.problem().or(() -> tooLarge(loaded, session));
        if (problem.isPresent()) {
          problems.add(problem.get());
          progress.say(problem.get());
        } else {
          RgbImage image = loaded.image().orElseThrow();
          consumer.accept(
              DamagedGraph.computed(
                  model,
                  session.model(),
                  () -> predict(session.session(), inference, loaded.sample(), image, seen)));
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

  /** Class scores are computed for every pixel. */
  private static Optional<String> tooLarge(Loaded loaded, ModelSession session) {
    RgbImage image = loaded.image().orElseThrow();
    long pixels = (long) image.width() * image.height();
    long needed = COPIES * Float.BYTES * session.model().classes().size() * pixels;
    long available = Machine.availableMemory();
    return needed <= available
        ? Optional.empty()
        : Optional.of(
            "image %s of %d×%d pixels takes about %s of memory to predict, %s are available"
                .formatted(
                    loaded.sample().image(),
                    image.width(),
                    image.height(),
                    DiskNeed.size(needed),
                    DiskNeed.size(available)));
  }

  private static Prediction predict(
      Session session,
      Inference inference,
      Sample sample,
      RgbImage image,
      Optional<EvaluationView> view) {
    RgbImage seen = view.map(each -> each.apply(image)).orElse(image);
    try (TUint8 pixels = ImageFeed.tensor(seen);
        TInt32 size = TInt32.vectorOf(image.height(), image.width());
        Result result =
            session
                .runner()
                .feed(inference.images(), pixels)
                .feed(inference.size(), size)
                .fetch(inference.labels())
                .fetch(inference.confidence())
                .run()) {
      byte[] labels = Tensors.array((TUint8) result.get(0));
      float[] probabilities = Tensors.array((TFloat32) result.get(1));
      byte[] confidence = new byte[probabilities.length];
      for (int i = 0; i < confidence.length; i++) {
        confidence[i] = (byte) Math.round(255 * probabilities[i]);
      }
      return new Prediction(
          sample,
          image,
          new LabelMap(image.width(), image.height(), labels),
          new LabelMap(image.width(), image.height(), confidence));
    }
  }
}
