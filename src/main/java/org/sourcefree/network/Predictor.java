package org.sourcefree.network;

import org.sourcefree.graph.Tensors;
import org.sourcefree.image.LabelMap;
import org.sourcefree.image.RgbImage;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint8;

/** Runs an inference graph on images in memory. */
public final class Predictor {
  private final Session session;
  private final Inference inference;

  /** Runs the graph in the session that holds its variables' values. */
  public Predictor(Session session, Inference inference) {
    this.session = session;
    this.inference = inference;
  }

  /**
   * The most probable class of every pixel, train ids.
   *
   * @param image what the network sees
   * @param width of the result, pixels
   * @param height of the result, pixels
   */
  public LabelMap labels(RgbImage image, int width, int height) {
    try (TUint8 images = ImageFeed.tensor(image);
        TInt32 size = TInt32.vectorOf(height, width);
        Result result =
            session
                .runner()
                .feed(inference.images(), images)
                .feed(inference.size(), size)
                .fetch(inference.labels())
                .run()) {
      return new LabelMap(width, height, Tensors.array((TUint8) result.get(0)));
    }
  }

  /** Scores at output stride 8, [1, h, w, C]; the caller closes them. */
  public TFloat32 logits(RgbImage image) {
    try (TUint8 images = ImageFeed.tensor(image)) {
      Result result =
          session.runner().feed(inference.images(), images).fetch(inference.logits()).run();
      return (TFloat32) result.get(0);
    }
  }
}
