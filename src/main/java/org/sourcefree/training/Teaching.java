package org.sourcefree.training;

import java.util.Optional;
import org.sourcefree.data.ClassSet;
import org.sourcefree.mixing.Labelled;
import org.sourcefree.mixing.Mixing;
import org.sourcefree.objective.Draws;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint8;

/**
 * Labels made in the step: where there is no stored label, the teacher's most probable class; then
 * images and labels are mixed.
 *
 * @param mixing of what the trained network sees; none if left out
 */
public record Teaching(Teacher teacher, Optional<Mixing> mixing) {

  /**
   * Builds what the trained network sees.
   *
   * @param logits the teacher's, on the images as they are, [N, H, W, C]
   * @param inputs preprocessed images, [N, H, W, 3]
   * @param stored labels, which override the teacher's, train ids, 255 = none, [N, H, W]
   */
  Labelled labelled(
      Ops tf,
      Operand<TFloat32> logits,
      Operand<TFloat32> inputs,
      Operand<TUint8> stored,
      int classes,
      Draws draws) {
    Operand<TInt32> ids = tf.dtypes.cast(stored, TInt32.class);
    Operand<TBool> known = tf.math.notEqual(ids, tf.constant(ClassSet.IGNORE));
    Operand<TInt32> best = tf.math.argMax(logits, tf.constant(3), TInt32.class);
    Operand<TFloat32> sure = tf.reduceMax(tf.nn.softmax(logits), tf.constant(3));
    Labelled taught =
        new Labelled(
            inputs, tf.select(known, ids, best), tf.select(known, tf.onesLike(sure), sure));
    return mixing.map(each -> each.mix(tf, taught, classes, draws)).orElse(taught);
  }
}
