package org.sourcefree.predict;

import java.util.Optional;
import org.sourcefree.data.EvaluationView;
import org.sourcefree.graph.Tensors;
import org.sourcefree.image.ImageSize;
import org.sourcefree.image.LabelMap;
import org.sourcefree.image.RgbImage;
import org.sourcefree.machine.Memory;
import org.sourcefree.model.ModelSession;
import org.sourcefree.network.ImageFeed;
import org.sourcefree.network.Inference;
import org.sourcefree.network.TestTimeAugmentation;
import org.tensorflow.Result;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint8;

/** Predicts images, each at its own size. */
public final class ImagePredictor {
  private final ModelSession session;
  private final Inference inference;

  /** Adds the graph of predictions to the model's. */
  public ImagePredictor(ModelSession session, TestTimeAugmentation augmentation) {
    this.session = session;
    this.inference = session.inference(augmentation);
  }

  /**
   * What is said of an image.
   *
   * @param labels train ids, of the image's size
   * @param confidence probability of each label, row by row, [height, width]
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Predicted(LabelMap labels, float[] confidence) {}

  /**
   * Why an image cannot be predicted here.
   *
   * @param view what the network sees of it; the image as it is if empty
   */
  public Optional<String> tooLarge(String name, RgbImage image, Optional<EvaluationView> view) {
    Memory memory = Memory.now();
    int classes = session.model().classes().size();
    return memory
        .lacking(name, image.size(), classes)
        .or(
            () ->
                view.map(seen -> new ImageSize(seen.width(), seen.height()))
                    .flatMap(seen -> memory.lacking(name, seen, classes)));
  }

  /**
   * Predicts an image.
   *
   * @param view what the network sees of it; the image as it is if empty
   */
  public Predicted predict(RgbImage image, Optional<EvaluationView> view) {
    RgbImage seen = view.map(each -> each.apply(image)).orElse(image);
    try (TUint8 pixels = ImageFeed.tensor(seen);
        TInt32 size = TInt32.vectorOf(image.height(), image.width());
        Result result =
            session
                .session()
                .runner()
                .feed(inference.images(), pixels)
                .feed(inference.size(), size)
                .fetch(inference.labels())
                .fetch(inference.confidence())
                .run()) {
      byte[] labels = Tensors.array((TUint8) result.get(0));
      float[] confidence = Tensors.array((TFloat32) result.get(1));
      return new Predicted(new LabelMap(image.width(), image.height(), labels), confidence);
    }
  }
}
