package org.sourcefree.serving;

import java.util.List;
import java.util.Optional;
import org.sourcefree.image.ImageSize;
import org.tensorflow.ConcreteFunction;
import org.tensorflow.Operand;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Concat;
import org.tensorflow.op.core.Gather;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.ReduceAll;
import org.tensorflow.op.core.While;
import org.tensorflow.op.image.DecodeJpeg;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TString;
import org.tensorflow.types.TUint8;

/**
 * PNG and JPEG files decoded inside a graph, one after the other: 8-bit RGB, grey replicated,
 * palettes expanded, alpha dropped, 16-bit samples reduced to their high byte, CMYK converted. Of
 * an animated PNG it is the first picture. Anything else, a truncated or a damaged file fails the
 * run.
 *
 * @param images RGB, [N, h, w, 3], uint8
 * @param size height and width of every file's image before any resize, [2]; 1 and 1 for no file
 */
record EncodedImages(Operand<TUint8> images, Operand<TInt32> size) {
  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G'};
  private static final byte[] JPEG = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF};

  /**
   * What happens to each image.
   *
   * @param resized the size that each is resized to; its own if empty
   * @param mixed whether the images of one request may differ in size; size is the last one's then
   */
  record Treatment(Optional<ImageSize> resized, boolean mixed) {}

  /**
   * Decodes.
   *
   * @param files contents of the files, [N]
   */
  static EncodedImages decode(Ops tf, Operand<TString> files, Treatment treatment) {
    Operand<TString> checked = tf.withControlDependencies(requireFormat(tf, files)).identity(files);
    Operand<TInt32> none = tf.constant(0);
    Operand<TUint8> noPixels = tf.dtypes.cast(tf.constant(new int[0]), TUint8.class);
    Operand<TInt32> size = tf.constant(new int[] {1, 1});
    try (ConcreteFunction isLeft = ConcreteFunction.create(EncodedImages::isLeft);
        ConcreteFunction next = ConcreteFunction.create(ops -> next(ops, treatment))) {
      While loop =
          tf.whileOp(
              List.of(none, checked, noPixels, size),
              isLeft,
              next,
              While.outputShapes(Shape.scalar(), Shape.of(-1), Shape.of(-1), Shape.of(2)));
      Operand<TUint8> pixels = loop.output().get(2).expect(TUint8.class);
      Operand<TInt32> found = loop.output().get(3).expect(TInt32.class);
      Operand<TInt32> each =
          treatment
              .resized()
              .<Operand<TInt32>>map(to -> tf.constant(new int[] {to.height(), to.width()}))
              .orElse(found);
      Operand<TInt32> shape =
          tf.concat(List.of(tf.shape(files), each, tf.constant(new int[] {3})), tf.constant(0));
      return new EncodedImages(tf.reshape(pixels, shape), found);
    }
  }

  /** The loop's state: how many are done, all files, the pixels so far, the last one's size. */
  private record State(
      Operand<TInt32> done, Operand<TString> files, Operand<TUint8> pixels, Operand<TInt32> size) {

    static State of(Ops tf) {
      return new State(
          tf.placeholder(TInt32.class, Placeholder.shape(Shape.scalar())),
          tf.placeholder(TString.class, Placeholder.shape(Shape.of(-1))),
          tf.placeholder(TUint8.class, Placeholder.shape(Shape.of(-1))),
          tf.placeholder(TInt32.class, Placeholder.shape(Shape.of(2))));
    }

    Signature.Builder signature() {
      return Signature.builder()
          .input("a_done", done)
          .input("b_files", files)
          .input("c_pixels", pixels)
          .input("d_size", size);
    }
  }

  private static Signature isLeft(Ops tf) {
    State state = State.of(tf);
    Operand<TBool> isLeft = tf.math.less(state.done(), tf.size(state.files()));
    return state.signature().output("is_left", isLeft).build();
  }

  private static Signature next(Ops tf, Treatment treatment) {
    State state = State.of(tf);
    Gather<TString> file = tf.gather(state.files(), state.done(), tf.constant(0));
    // The kernel decodes PNG as well. The method is the one that Java's decoder and Pillow use.
    Operand<TUint8> image =
        tf.image.decodeJpeg(
            file, DecodeJpeg.channels(3L), DecodeJpeg.dctMethod("INTEGER_ACCURATE"));
    Operand<TInt32> size =
        tf.slice(tf.shape(image), tf.constant(new int[] {0}), tf.constant(new int[] {2}));
    if (!treatment.mixed()) {
      size = sameSize(tf, state, size);
    }
    Operand<TUint8> seen =
        treatment
            .resized()
            .map(to -> new BicubicResize(tf).build(tf.expandDims(image, tf.constant(0)), to))
            .orElse(image);
    Concat<TUint8> pixels =
        tf.concat(
            List.of(state.pixels(), tf.reshape(seen, tf.constant(new int[] {-1}))), tf.constant(0));
    return state
        .signature()
        .output("a_done", tf.math.add(state.done(), tf.constant(1)))
        .output("b_files", tf.identity(state.files()))
        .output("c_pixels", pixels)
        .output("d_size", size)
        .build();
  }

  private static Operand<TInt32> sameSize(Ops tf, State state, Operand<TInt32> size) {
    Operand<TBool> isFirst = tf.math.equal(state.done(), tf.constant(0));
    ReduceAll isSame = tf.reduceAll(tf.math.equal(size, state.size()), tf.constant(new int[] {0}));
    return tf.withControlDependencies(
            tf.assertThat(
                tf.math.logicalOr(isFirst, isSame),
                List.of(
                    tf.constant("the images of one request must have one size, height and width"),
                    state.size(),
                    tf.constant("then"),
                    size)))
        .identity(size);
  }

  private static org.tensorflow.op.Op requireFormat(Ops tf, Operand<TString> files) {
    Operand<TBool> known = tf.math.logicalOr(begins(tf, files, PNG), begins(tf, files, JPEG));
    return tf.assertThat(
        tf.reduceAll(known, tf.constant(new int[] {0})),
        List.of(tf.constant("every image must be an intact PNG or JPEG file; which are:"), known));
  }

  private static Operand<TBool> begins(Ops tf, Operand<TString> files, byte[] signature) {
    Operand<TString> start =
        tf.strings.substr(files, tf.constant(0), tf.constant(signature.length));
    try (TString expected = TString.tensorOfBytes(NdArrays.scalarOfObject(signature))) {
      return tf.math.equal(start, tf.constantOf(expected));
    }
  }
}
