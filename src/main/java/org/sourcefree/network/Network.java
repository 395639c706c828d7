package org.sourcefree.network;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.image.ResizeBilinear;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * A network built into a graph.
 *
 * @param logits class scores at output stride 8, [N, h, w, C]
 * @param features the last stage's output, [N, h, w, channels]
 * @param statisticsUpdates updates of batch norm's running averages; empty when it normalises with
 *     those
 */
public record Network(
    Operand<TFloat32> logits, Operand<TFloat32> features, List<Op> statisticsUpdates) {

  /** Copies the list. */
  public Network {
    statisticsUpdates = List.copyOf(statisticsUpdates);
  }

  /**
   * Resizes bilinearly with aligned corners.
   *
   * @param logits [N, h, w, C]
   * @param size target height and width, [2]
   * @return [N, height, width, C]
   */
  public static Operand<TFloat32> upsample(Ops tf, Operand<TFloat32> logits, Operand<TInt32> size) {
    return tf.image.resizeBilinear(logits, size, ResizeBilinear.alignCorners(true)).resizedImages();
  }
}
