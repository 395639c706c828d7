package org.sourcefree.evaluation;

import java.util.List;
import java.util.stream.IntStream;
import org.sourcefree.graph.Tensors;
import org.sourcefree.image.LabelMap;
import org.sourcefree.image.RgbImage;
import org.sourcefree.network.ImageFeed;
import org.sourcefree.network.Inference;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TUint8;

/**
 * Predictions of labelled images, and the rank of each pixel's true class among its softmax values:
 * how many classes are more probable, plus one; You et al. 2021, Figure 2.
 */
public final class TrueClassRanks {
  private final Session session;
  private final Inference inference;
  private final int classes;
  private final Placeholder<TUint8> truth;
  private final Operand<TInt64> counts;

  /**
   * An image's prediction.
   *
   * @param labels the most probable classes, train ids, of the truth's size
   * @param ranks labelled pixels by rank, [C], rank 1 first
   */
  public record Prediction(LabelMap labels, List<Long> ranks) {
    /** Copies the list. */
    public Prediction {
      ranks = List.copyOf(ranks);
    }
  }

  /**
   * Adds the ranks to the inference graph.
   *
   * @param classes C
   */
  public TrueClassRanks(Graph graph, Session session, Inference inference, int classes) {
    this.session = session;
    this.inference = inference;
    this.classes = classes;
    Ops tf = Ops.create(graph);
    truth = tf.placeholder(TUint8.class, Placeholder.shape(Shape.of(-1, -1, -1)));
    Operand<TFloat32> isTrue =
        tf.oneHot(
            tf.dtypes.cast(truth, TInt32.class),
            tf.constant(classes),
            tf.constant(1f),
            tf.constant(0f));
    Operand<TFloat32> scores = inference.scores();
    Operand<TFloat32> ofTruth =
        tf.reduceSum(tf.math.mul(scores, isTrue), tf.constant(3), ReduceSum.keepDims(true));
    Operand<TInt32> above =
        tf.reduceSum(
            tf.dtypes.cast(tf.math.greater(scores, ofTruth), TInt32.class), tf.constant(3));
    Operand<TInt64> labelled =
        tf.dtypes.cast(
            tf.math.less(tf.dtypes.cast(truth, TInt32.class), tf.constant(classes)), TInt64.class);
    counts =
        tf.math.bincount(
            tf.reshape(above, tf.constant(new int[] {-1})),
            tf.constant(classes),
            tf.reshape(labelled, tf.constant(new int[] {-1})));
  }

  /**
   * Predicts an image at the size of its truth.
   *
   * @param image what the network sees
   * @param labels train ids, 255 = not labelled
   */
  public Prediction predict(RgbImage image, LabelMap labels) {
    Shape pixels = Shape.of(1, labels.height(), labels.width());
    try (TUint8 images = ImageFeed.tensor(image);
        TUint8 truths = Tensors.bytes(pixels, labels.ids());
        TInt32 size = TInt32.vectorOf(labels.height(), labels.width());
        Result result =
            session
                .runner()
                .feed(inference.images(), images)
                .feed(inference.size(), size)
                .feed(truth, truths)
                .fetch(inference.labels())
                .fetch(counts)
                .run()) {
      byte[] ids = Tensors.array((TUint8) result.get(0));
      return new Prediction(
          new LabelMap(labels.width(), labels.height(), ids), ranks((TInt64) result.get(1)));
    }
  }

  private List<Long> ranks(TInt64 tensor) {
    return IntStream.range(0, classes).mapToObj(i -> tensor.getLong(i)).toList();
  }
}
