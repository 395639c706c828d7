package org.sourcefree.network;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * How images go through a network in a step.
 *
 * @param ofSource whether they are the source's, which attention leaves as they are
 * @param bottleneck the last stage's features to what the heads read of them, [N, h, w, channels];
 *     the features themselves if empty
 */
public record Passage(boolean ofSource, Optional<UnaryOperator<Operand<TFloat32>>> bottleneck) {
  /** As a model predicts. */
  public static final Passage PLAIN = new Passage(false, Optional.empty());

  /** What the heads read. */
  public Operand<TFloat32> read(Operand<TFloat32> features) {
    return bottleneck.map(each -> each.apply(features)).orElse(features);
  }
}
