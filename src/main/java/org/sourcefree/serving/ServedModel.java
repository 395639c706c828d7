package org.sourcefree.serving;

import java.util.List;
import java.util.Optional;
import org.sourcefree.graph.Variables;
import org.sourcefree.image.ImageSize;
import org.sourcefree.network.Inference;
import org.sourcefree.network.Model;
import org.tensorflow.Operand;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TString;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TType;

/**
 * A model as a server runs it: raw images to what evaluation would predict for them, at the size of
 * the images. Each image is resized to the working size as evaluation does; its class scores are
 * resized to the image's own size.
 *
 * @param workingSize what the network sees; the image's own size if empty
 * @param fixedSize the size of every image and every result; any size if empty
 * @param probabilities whether all classes' probabilities are given too
 */
public record ServedModel(
    Optional<ImageSize> workingSize, Optional<ImageSize> fixedSize, boolean probabilities) {
  /** The signature on pixels. */
  public static final String PIXELS = "serving_default";

  /** The signature on files. */
  public static final String FILES = "serving_bytes";

  /** The input of {@link #PIXELS}. */
  public static final String IMAGES = "images";

  /** The input of {@link #FILES}. */
  public static final String BYTES = "bytes";

  public static final String LABELS = "labels";
  public static final String CONFIDENCE = "confidence";
  public static final String PROBABILITIES = "probabilities";

  private static final String METHOD = "tensorflow/serving/predict";

  /**
   * Builds both signatures on the same variables: {@link #PIXELS} takes {@code images}, RGB, [N, H,
   * W, 3], uint8; {@link #FILES} takes {@code bytes}, PNG or JPEG files, [N]. Both give {@code
   * labels}, train ids, [N, H, W], uint8, {@code confidence}, [N, H, W], in [1/C, 1], and {@code
   * probabilities}, [N, H, W, C], if asked for. The files of one request must have one size, unless
   * the size is fixed: then they may have any.
   */
  public List<Signature> build(Ops tf, Variables variables, Model model) {
    return List.of(pixels(tf, variables, model), files(tf, variables, model));
  }

  private Signature pixels(Ops tf, Variables variables, Model model) {
    Shape shape =
        fixedSize
            .map(fixed -> Shape.of(-1, fixed.height(), fixed.width(), 3))
            .orElse(Shape.of(-1, -1, -1, 3));
    Placeholder<TUint8> images =
        tf.withName(IMAGES).placeholder(TUint8.class, Placeholder.shape(shape));
    Operand<TUint8> checked = nonEmpty(tf, tf.ensureShape(images, shape));
    Operand<TInt32> own =
        tf.slice(tf.shape(checked), tf.constant(new int[] {1}), tf.constant(new int[] {2}));
    Operand<TUint8> seen =
        workingSize
            .filter(working -> !fixedSize.equals(Optional.of(working)))
            .map(working -> new BicubicResize(tf).build(checked, working))
            .orElse(checked);
    NeverEmpty batch = new NeverEmpty(tf, seen);
    Inference inference = inference(tf, variables, model, batch, own);
    return signature(batch, PIXELS, inference).input(IMAGES, images).build();
  }

  private Signature files(Ops tf, Variables variables, Model model) {
    Placeholder<TString> files =
        tf.withName(BYTES).placeholder(TString.class, Placeholder.shape(Shape.of(-1)));
    Optional<ImageSize> working = workingSize.or(() -> fixedSize);
    EncodedImages decoded =
        EncodedImages.decode(
            tf,
            tf.ensureShape(files, Shape.of(-1)),
            new EncodedImages.Treatment(working, fixedSize.isPresent()));
    NeverEmpty batch = new NeverEmpty(tf, decoded.images());
    Inference inference = inference(tf, variables, model, batch, decoded.size());
    return signature(batch, FILES, inference).input(BYTES, files).build();
  }

  /** Its results are as large as the images are, unless a size is fixed. */
  private Inference inference(
      Ops tf, Variables variables, Model model, NeverEmpty batch, Operand<TInt32> own) {
    Operand<TInt32> size =
        fixedSize
            .<Operand<TInt32>>map(fixed -> tf.constant(new int[] {fixed.height(), fixed.width()}))
            .orElse(own);
    return Inference.build(
        tf.withSubScope("network"), variables, model, batch.images(), Optional.of(size));
  }

  private static Operand<TUint8> nonEmpty(Ops tf, Operand<TUint8> images) {
    Operand<TInt32> pixel =
        tf.slice(tf.shape(images), tf.constant(new int[] {1}), tf.constant(new int[] {3}));
    Operand<TBool> positive =
        tf.reduceAll(tf.math.greater(pixel, tf.constant(0)), tf.constant(new int[] {0}));
    return tf.withControlDependencies(
            tf.assertThat(
                positive,
                List.of(
                    tf.constant("images must be [N, H, W, 3] of at least one pixel, found"),
                    tf.shape(images))))
        .identity(images);
  }

  private Signature.Builder signature(NeverEmpty batch, String key, Inference inference) {
    Signature.Builder signature =
        Signature.builder()
            .key(key)
            .methodName(METHOD)
            .output(LABELS, results(batch, inference.labels()))
            .output(CONFIDENCE, results(batch, inference.confidence()));
    if (probabilities) {
      signature.output(PROBABILITIES, results(batch, batch.tf().nn.softmax(inference.scores())));
    }
    return signature;
  }

  /** Results of a fixed size say so. */
  private <T extends TType> Operand<T> results(NeverEmpty batch, Operand<T> ofAll) {
    Operand<T> asked = batch.asked(ofAll);
    if (fixedSize.isEmpty()) {
      return asked;
    }
    Shape image = Shape.of(-1, fixedSize.get().height(), fixedSize.get().width());
    Shape behind = ofAll.shape().numDimensions() == 4 ? ofAll.shape().takeLast(1) : Shape.scalar();
    return batch.tf().ensureShape(asked, image.append(behind));
  }
}
