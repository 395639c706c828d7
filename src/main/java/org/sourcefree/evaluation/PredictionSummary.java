package org.sourcefree.evaluation;

import java.util.List;
import java.util.stream.IntStream;
import org.sourcefree.choice.SampledPredictions;
import org.sourcefree.graph.Tensors;
import org.sourcefree.image.RgbImage;
import org.sourcefree.network.ImageFeed;
import org.sourcefree.network.Inference;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TUint8;

/** What a model predicts on unlabelled images, in two figures: class shares and mean entropy. */
public final class PredictionSummary {
  private final Session session;
  private final Inference inference;
  private final int classes;
  private final Operand<TFloat32> entropy;
  private final Operand<TInt64> counts;

  /**
   * Adds the two figures to the inference graph.
   *
   * @param classes C
   */
  public PredictionSummary(Graph graph, Session session, Inference inference, int classes) {
    this.session = session;
    this.inference = inference;
    this.classes = classes;
    Ops tf = Ops.create(graph);
    int[] rows = {-1, classes};
    Operand<TFloat32> log = tf.nn.logSoftmax(tf.reshape(inference.scores(), tf.constant(rows)));
    Operand<TFloat32> ofPixels = tf.reduceSum(tf.math.mul(tf.math.exp(log), log), tf.constant(1));
    entropy = tf.math.neg(tf.math.mean(ofPixels, tf.constant(0)));
    counts =
        tf.math.bincount(
            tf.reshape(
                tf.dtypes.cast(inference.labels(), TInt32.class), tf.constant(new int[] {-1})),
            tf.constant(classes),
            tf.constant(new long[0]));
  }

  /**
   * An image's predictions.
   *
   * @param pixels predicted as each class, [C]
   * @param entropy sum over all pixels of −Σ p·log p, nats
   * @param sampled p at a grid of positions, [positions, C]
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Seen(List<Long> pixels, double entropy, float[] sampled) {
    /** Copies the list. */
    public Seen {
      pixels = List.copyOf(pixels);
    }
  }

  /** Predicts an image at its own size. */
  public Seen of(RgbImage image) {
    try (TUint8 images = ImageFeed.tensor(image);
        Result result =
            session
                .runner()
                .feed(inference.images(), images)
                .fetch(counts)
                .fetch(entropy)
                .fetch(inference.logits())
                .run()) {
      TInt64 tensor = (TInt64) result.get(0);
      List<Long> pixels = IntStream.range(0, classes).mapToObj(c -> tensor.getLong(c)).toList();
      double mean = ((TFloat32) result.get(1)).getFloat();
      double sum = mean * image.width() * image.height();
      return new Seen(pixels, sum, sampled((TFloat32) result.get(2)));
    }
  }

  private float[] sampled(TFloat32 logits) {
    Shape shape = logits.shape();
    int height = Math.toIntExact(shape.get(1));
    int width = Math.toIntExact(shape.get(2));
    return SampledPredictions.softmax(Tensors.array(logits), height, width, classes);
  }
}
