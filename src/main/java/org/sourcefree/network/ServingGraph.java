package org.sourcefree.network;

import java.util.List;
import java.util.Optional;
import org.sourcefree.graph.Variables;
import org.sourcefree.image.ImageSize;
import org.sourcefree.image.ResizeGraph;
import org.tensorflow.ConcreteFunction;
import org.tensorflow.Operand;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.AssertThat;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.image.DecodeJpeg;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TString;
import org.tensorflow.types.TUint8;

/**
 * A model's graph for servers: image files or pixels to labels at the images' own size, resized and
 * predicted as evaluation does. Only TensorFlow's own operations. Wrong requests fail with a
 * sentence: no image, files that cannot be decoded, images of several sizes.
 *
 * @param encoded PNG or JPEG files, [N], all of one size
 * @param images RGB, [N, H, W, 3], uint8; may be fed in place of the files
 * @param labels train ids, [N, H, W], uint8
 * @param confidence probability of the label, [N, H, W], in [1/C, 1]
 * @param probabilities softmax, [N, H, W, C]
 */
public record ServingGraph(
    Operand<TString> encoded,
    Operand<TUint8> images,
    Operand<TUint8> labels,
    Operand<TFloat32> confidence,
    Operand<TFloat32> probabilities) {

  /** Builds the graph on the given variables. */
  public static ServingGraph build(Ops tf, Variables variables, Model model, ServingView view) {
    Operand<TString> encoded =
        tf.withName("encoded_images").placeholder(TString.class, Placeholder.shape(Shape.of(-1)));
    Shape shape = shape(view.taken());
    Operand<TUint8> images =
        tf.withName("images").placeholderWithDefault(decoded(tf, encoded), shape);
    Operand<TUint8> sound = requireArea(tf, tf.ensureShape(images, shape));
    Operand<TInt32> size =
        tf.slice(tf.shape(sound), tf.constant(new int[] {1}), tf.constant(new int[] {2}));
    Operand<TUint8> seen =
        view.resizes() ? new ResizeGraph(tf).bicubic(sound, view.seen().orElseThrow()) : sound;
    Inference inference = Inference.build(tf, variables, model, seen, size);
    return new ServingGraph(
        encoded,
        images,
        inference.labels(),
        inference.confidence(),
        tf.nn.softmax(inference.scores()));
  }

  private static Shape shape(Optional<ImageSize> taken) {
    return taken
        .map(size -> Shape.of(-1, size.height(), size.width(), 3))
        .orElse(Shape.of(-1, -1, -1, 3));
  }

  /** The operation named after JPEG reads PNG too; both give 8 bits and three channels. */
  private static Operand<TUint8> decoded(Ops tf, Operand<TString> encoded) {
    try (ConcreteFunction decode = ConcreteFunction.create(ServingGraph::decoding)) {
      return tf.mapDefun(
              List.of(requireAny(tf, encoded)),
              List.of(),
              List.of(TUint8.class),
              List.of(Shape.of(-1, -1, 3)),
              decode)
          .output()
          .get(0)
          .expect(TUint8.class);
    }
  }

  /** The images if they have pixels; there may be no image. */
  private static Operand<TUint8> requireArea(Ops tf, Operand<TUint8> images) {
    Operand<TInt32> shape = tf.shape(images);
    Operand<TInt32> size = tf.slice(shape, tf.constant(new int[] {1}), tf.constant(new int[] {2}));
    AssertThat check =
        tf.assertThat(
            tf.math.greater(tf.reduceMin(size, tf.constant(0)), tf.constant(0)),
            List.of(tf.constant("images must have rows and columns, got shape"), shape),
            AssertThat.summarize(4L));
    return tf.withControlDependencies(check).identity(images);
  }

  private static Operand<TString> requireAny(Ops tf, Operand<TString> files) {
    AssertThat check =
        tf.assertThat(
            tf.math.greater(tf.size(files), tf.constant(0)),
            List.of(tf.constant("encoded_images must hold at least one file, got none")));
    return tf.withControlDependencies(check).identity(files);
  }

  private static Signature decoding(Ops tf) {
    Placeholder<TString> file = tf.placeholder(TString.class, Placeholder.shape(Shape.scalar()));
    DecodeJpeg image =
        tf.image.decodeJpeg(
            file, DecodeJpeg.channels(3L), DecodeJpeg.dctMethod("INTEGER_ACCURATE"));
    return Signature.builder("decode_image").input("file", file).output("image", image).build();
  }
}
