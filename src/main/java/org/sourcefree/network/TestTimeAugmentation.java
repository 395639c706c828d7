package org.sourcefree.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sourcefree.graph.Variables;
import org.sourcefree.image.Resize;
import org.sourcefree.image.RgbImage;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.PlaceholderWithDefault;
import org.tensorflow.op.image.ScaleAndTranslate;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TType;

/**
 * Test-time augmentation: an image is predicted at several scales, and mirrored too if wanted, and
 * the predictions are averaged at the result's size.
 *
 * <p>Images are resized in the graph with the bicubic kernel of evaluation, a = −0.5, antialiased,
 * and rounded to 8 bits once, where evaluation rounds after each direction.
 *
 * @param flip whether each scale is also predicted left to right
 * @param scales factors on the sides of what the network sees, distinct, at least one, each in (0,
 *     8]
 * @param average of what; probabilities if left out
 */
public record TestTimeAugmentation(boolean flip, List<Double> scales, Optional<Average> average) {
  /** None: the image as it is. */
  public static final TestTimeAugmentation NONE = new TestTimeAugmentation(false, List.of(1.0));

  private static final double LARGEST = 8;
  private static final int WIDTH = 2;

  /** What is averaged. */
  public enum Average {
    /** The class probabilities, as CRST's code labels. */
    PROBABILITIES,
    /** The class scores, as CRST's code evaluates. */
    LOGITS
  }

  /** Probabilities are averaged. */
  public TestTimeAugmentation(boolean flip, List<Double> scales) {
    this(flip, scales, Optional.empty());
  }

  /** Checks the scales. */
  public TestTimeAugmentation {
    scales = List.copyOf(scales);
    if (scales.isEmpty() || scales.stream().distinct().count() != scales.size()) {
      throw new IllegalArgumentException("scales must be distinct and at least one, got " + scales);
    }
    for (double scale : scales) {
      if (!(scale > 0 && scale <= LARGEST)) {
        throw new IllegalArgumentException("scales must be in (0, 8], got " + scale);
      }
    }
  }

  /** Whether class scores are averaged, not probabilities. */
  public boolean averagesLogits() {
    return average.filter(Average.LOGITS::equals).isPresent();
  }

  /** How many views of an image are predicted. */
  public int views() {
    return scales.size() * (flip ? 2 : 1);
  }

  /** The pixels of all views, those of the image being 1. */
  public double pixels() {
    return (flip ? 2 : 1) * scales.stream().mapToDouble(scale -> scale * scale).sum();
  }

  /** Whether the i-th view is a mirrored one; each scale's follows the plain one. */
  public boolean isMirrored(int i) {
    return flip && i % 2 == 1;
  }

  /** The i-th view of an image, resized as evaluation's views are. */
  public RgbImage view(RgbImage image, int i) {
    double scale = scales.get(flip ? i / 2 : i);
    RgbImage scaled =
        scale == 1
            ? image
            : Resize.bicubic(image, scaled(image.width(), scale), scaled(image.height(), scale));
    return isMirrored(i) ? scaled.flip() : scaled;
  }

  private static int scaled(int side, double scale) {
    return Math.max(1, (int) Math.rint(side * scale));
  }

  /**
   * Builds the inference graph, which is fed as the plain one is. Its scores are the averaged ones
   * or the logarithms of the averaged probabilities; logits and features are those of the first
   * scale.
   */
  public Inference build(Ops tf, Variables variables, Model model) {
    Placeholder<TUint8> images = ImageFeed.placeholder(tf);
    Operand<TInt32> own = sides(tf, images);
    PlaceholderWithDefault<TInt32> size = tf.placeholderWithDefault(own, Shape.of(2));
    List<Operand<TFloat32>> predictions = new ArrayList<>();
    List<Inference> views = new ArrayList<>();
    for (double scale : scales) {
      Operand<TUint8> scaled = scale == 1 ? images : resized(tf, images, own, scale);
      Inference plain = Inference.build(tf, variables, model, scaled, Optional.of(size));
      views.add(plain);
      predictions.add(averaged(tf, plain.scores()));
      if (flip) {
        Inference flipped =
            Inference.build(tf, variables, model, mirrored(tf, scaled), Optional.of(size));
        predictions.add(mirrored(tf, averaged(tf, flipped.scores())));
      }
    }
    Operand<TFloat32> mean =
        tf.math.div(tf.math.addN(predictions), tf.constant((float) predictions.size()));
    Inference first = views.get(0);
    return Inference.of(
        tf,
        new Inference.Input(images, first.inputs(), size),
        new Network(first.logits(), first.features(), List.of()),
        averagesLogits() ? mean : tf.math.log(tf.math.maximum(mean, tf.constant(Float.MIN_NORMAL))),
        model.classes().size());
  }

  private Operand<TFloat32> averaged(Ops tf, Operand<TFloat32> scores) {
    return averagesLogits() ? scores : tf.nn.softmax(scores);
  }

  private static <T extends TType> Operand<T> mirrored(Ops tf, Operand<T> images) {
    return tf.reverse(images, tf.constant(new int[] {WIDTH}));
  }

  private static Operand<TInt32> sides(Ops tf, Operand<TUint8> images) {
    return tf.slice(tf.shape(images), tf.constant(new int[] {1}), tf.constant(new int[] {2}));
  }

  private static Operand<TUint8> resized(
      Ops tf, Operand<TUint8> images, Operand<TInt32> own, double scale) {
    Operand<TFloat32> from = tf.dtypes.cast(own, TFloat32.class);
    Operand<TFloat32> wanted =
        tf.math.maximum(
            tf.math.rint(tf.math.mul(from, tf.constant((float) scale))), tf.constant(1f));
    Operand<TFloat32> resized =
        tf.image.scaleAndTranslate(
            images,
            tf.dtypes.cast(wanted, TInt32.class),
            tf.math.div(wanted, from),
            tf.constant(new float[2]),
            ScaleAndTranslate.kernelType("keyscubic"));
    Operand<TFloat32> clipped =
        tf.clipByValue(tf.math.rint(resized), tf.constant(0f), tf.constant(255f));
    return tf.dtypes.cast(clipped, TUint8.class);
  }
}
