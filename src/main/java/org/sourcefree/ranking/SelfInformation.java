package org.sourcefree.ranking;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.sourcefree.data.ClassSet;
import org.sourcefree.graph.Tensors;
import org.sourcefree.image.LabelMap;
import org.sourcefree.image.RgbImage;
import org.sourcefree.model.ModelSession;
import org.sourcefree.network.ImageFeed;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;

/** How unsure a model is of images, and what it predicts of them. */
final class SelfInformation {
  /** Classes that IntraDA's code calls rare. */
  private static final Set<String> RARE =
      Set.of(
          "wall",
          "fence",
          "pole",
          "traffic light",
          "traffic sign",
          "terrain",
          "rider",
          "truck",
          "bus",
          "train",
          "motorcycle");

  private static final double LEAST = 0.5;

  private final ModelSession model;
  private final Operand<TFloat32> mean;

  /** Adds the figure to the model's graph. */
  SelfInformation(ModelSession model) {
    this.model = model;
    this.mean =
        mean(Ops.create(model.graph()), model.inference().scores(), model.model().classes().size());
  }

  /**
   * A view of an image as the model sees it.
   *
   * @param mean over classes and pixels of −p·log p/log C, in [0, 1/C]
   * @param labels the most probable classes, train ids
   */
  record Seen(double mean, LabelMap labels) {}

  /** Predicts a view at its own size. */
  Seen of(RgbImage view) {
    try (TUint8 images = ImageFeed.tensor(view);
        Result result =
            model
                .session()
                .runner()
                .feed(model.inference().images(), images)
                .fetch(mean)
                .fetch(model.inference().labels())
                .run()) {
      byte[] ids = Tensors.array((TUint8) result.get(1));
      return new Seen(
          ((TFloat32) result.get(0)).getFloat(), new LabelMap(view.width(), view.height(), ids));
    }
  }

  /**
   * Builds the mean over classes and pixels of −p·log p/log C.
   *
   * @param scores class scores, [N, H, W, C]
   * @return scalar
   */
  static Operand<TFloat32> mean(Ops tf, Operand<TFloat32> scores, int classes) {
    Operand<TFloat32> log =
        tf.nn.logSoftmax(tf.reshape(scores, tf.constant(new int[] {-1, classes})));
    Operand<TFloat32> ofPixels = tf.reduceSum(tf.math.mul(tf.math.exp(log), log), tf.constant(1));
    float scale = (float) (-1 / (classes * Math.log(classes)));
    return tf.math.mul(tf.math.mean(ofPixels, tf.constant(0)), tf.constant(scale));
  }

  /**
   * What the self-information of an image counts for with the class normaliser, (R − r)/R + ½.
   *
   * @param classes R of whose classes are rare ones of Cityscapes
   * @param labels of the image, among which r of the rare classes are
   */
  static double normaliser(ClassSet classes, LabelMap labels) {
    List<Integer> rare = rare(classes);
    Set<Integer> found = new TreeSet<>();
    for (byte id : labels.ids()) {
      found.add(Byte.toUnsignedInt(id));
    }
    found.retainAll(rare);
    return (double) (rare.size() - found.size()) / rare.size() + LEAST;
  }

  /** Train ids of the classes that count as rare. */
  static List<Integer> rare(ClassSet classes) {
    return classes.names().stream()
        .filter(RARE::contains)
        .map(name -> classes.names().indexOf(name))
        .toList();
  }
}
