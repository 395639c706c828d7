package org.sourcefree.network;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.image.ResizeBilinear;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * A network built into a graph.
 *
 * @param logits class scores that the model predicts with, at output stride 8, [N, h, w, C]
 * @param heads class scores of single heads by their names, {@link Head#MAIN} among them, each [N,
 *     h, w, C]
 * @param features the last stage's output, [N, h, w, channels]
 * @param attended what attention stands before, without it, [N, h, w, channels]; empty if there is
 *     none
 * @param statisticsUpdates updates of batch norm's running averages; empty when it normalises with
 *     those
 */
public record Network(
    Operand<TFloat32> logits,
    Map<String, Operand<TFloat32>> heads,
    Operand<TFloat32> features,
    Optional<Operand<TFloat32>> attended,
    List<Op> statisticsUpdates) {

  /** Copies the list and keeps the heads' order. */
  public Network {
    heads = Collections.unmodifiableMap(new LinkedHashMap<>(heads));
    statisticsUpdates = List.copyOf(statisticsUpdates);
  }

  /** A network of one head. */
  public Network(Operand<TFloat32> logits, Operand<TFloat32> features, List<Op> statisticsUpdates) {
    this(logits, Map.of(Head.MAIN, logits), features, Optional.empty(), statisticsUpdates);
  }

  /** The features that discriminators see: what attention stands before, or the last stage's. */
  public Operand<TFloat32> seen() {
    return attended.orElse(features);
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
