package org.sourcefree.network;

import java.util.ArrayList;
import java.util.List;
import org.sourcefree.graph.ConvolutionKernels;
import org.sourcefree.graph.Variables;
import org.sourcefree.graph.Variables.Variable;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.nn.FusedBatchNorm;
import org.tensorflow.types.TFloat32;

/**
 * Batch normalisation over N, H, W, with ε = 1e-5 unless said otherwise. In batch mode the layer
 * normalises with the batch's own mean and variance and offers updates of the running averages, r ←
 * r + m·(batch − r), with the unbiased variance as PyTorch stores it; in running mode it normalises
 * with the running averages.
 */
public final class BatchNormLayers {
  private static final float EPSILON = 1e-5f;

  private final Ops tf;
  private final Variables variables;
  private final Normalisation normalisation;
  private final List<Op> updates = new ArrayList<>();

  /** The variables of one layer, [channels] each; mean and variance are the running averages. */
  public record Weights(Variable scale, Variable shift, Variable mean, Variable variance) {}

  /** Layers of one network. */
  public BatchNormLayers(Ops tf, Variables variables, Normalisation normalisation) {
    this.tf = tf;
    this.variables = variables;
    this.normalisation = normalisation;
  }

  /**
   * What a layer does in running mode: y = scale·x + shift.
   *
   * @param scale γ / √(running variance + ε), [channels]
   * @param shift β − running mean · scale, [channels]
   */
  public record Affine(Operand<TFloat32> scale, Operand<TFloat32> shift) {}

  /** Whether the layers normalise with the running averages. */
  public boolean isRunning() {
    return !normalisation.batchStatistics();
  }

  /**
   * One layer in running mode, to be folded into the convolution before it.
   *
   * @param name state-dict prefix, such as layer1.0.bn1
   */
  public Affine affine(String name, long channels) {
    return affine(weights(name, channels), EPSILON);
  }

  /**
   * Adds one layer.
   *
   * @param x [N, H, W, channels]
   * @param name state-dict prefix, such as layer1.0.bn1
   */
  public Operand<TFloat32> layer(Operand<TFloat32> x, String name, long channels) {
    return layer(x, weights(name, channels), EPSILON);
  }

  /**
   * Adds one layer on variables of any name.
   *
   * @param x [N, H, W, channels]
   * @param epsilon added to the variance
   */
  public Operand<TFloat32> layer(Operand<TFloat32> x, Weights weights, float epsilon) {
    if (isRunning()) {
      return running(x, weights, epsilon);
    }
    return normalisation
        .parts()
        .map(parts -> shared(x, weights, epsilon, parts))
        .orElseGet(() -> ofBatch(x, weights, epsilon));
  }

  private Operand<TFloat32> shared(
      Operand<TFloat32> x, Weights weights, float epsilon, BatchParts parts) {
    long channels = weights.mean().shape().size();
    SharedStatistics statistics =
        SharedStatistics.of(tf, x, channels, variables.kernels(), parts.next());
    updates.add(update(weights.mean(), statistics.mean()));
    updates.add(update(weights.variance(), statistics.unbiased(tf)));
    return statistics.normalised(
        tf, x, weights.scale().value(), weights.shift().value(), epsilon, parts.next());
  }

  private Operand<TFloat32> ofBatch(Operand<TFloat32> x, Weights weights, float epsilon) {
    Operand<TFloat32> unused = tf.constant(new float[0]);
    FusedBatchNorm<TFloat32, TFloat32> normalised =
        tf.nn.fusedBatchNorm(
            x,
            weights.scale().value(),
            weights.shift().value(),
            unused,
            unused,
            FusedBatchNorm.epsilon(epsilon),
            FusedBatchNorm.isTraining(true));
    updates.add(update(weights.mean(), normalised.batchMean()));
    updates.add(update(weights.variance(), normalised.batchVariance()));
    return normalised.y();
  }

  /** oneDNN's normalisation with given averages takes longer than all convolutions together. */
  private Operand<TFloat32> running(Operand<TFloat32> x, Weights weights, float epsilon) {
    if (variables.kernels() == ConvolutionKernels.MATRIX) {
      Affine affine = affine(weights, epsilon);
      return tf.math.add(tf.math.mul(x, affine.scale()), affine.shift());
    }
    return tf.nn
        .fusedBatchNorm(
            x,
            weights.scale().value(),
            weights.shift().value(),
            weights.mean().value(),
            weights.variance().value(),
            FusedBatchNorm.epsilon(epsilon),
            FusedBatchNorm.isTraining(false))
        .y();
  }

  private Affine affine(Weights weights, float epsilon) {
    Operand<TFloat32> variance = tf.math.add(weights.variance().value(), tf.constant(epsilon));
    Operand<TFloat32> scale = tf.math.mul(weights.scale().value(), tf.math.rsqrt(variance));
    Operand<TFloat32> moved = tf.math.mul(weights.mean().value(), scale);
    return new Affine(scale, tf.math.sub(weights.shift().value(), moved));
  }

  private Weights weights(String name, long channels) {
    Shape shape = Shape.of(channels);
    return new Weights(
        variables.get(name + ".weight", shape),
        variables.get(name + ".bias", shape),
        average(name + ".running_mean", shape),
        average(name + ".running_var", shape));
  }

  private Variable average(String name, Shape shape) {
    return variables.get(name, shape, Variables.Role.AVERAGE);
  }

  /** The updates of the running averages of all layers so far; empty in running mode. */
  public List<Op> updates() {
    return List.copyOf(updates);
  }

  private Op update(Variable running, Operand<TFloat32> batch) {
    Operand<TFloat32> difference = tf.math.sub(batch, present(running));
    return tf.assignAddVariableOp(
        running.handle(), tf.math.mul(normalisation.momentum(), difference));
  }

  private Operand<TFloat32> present(Variable running) {
    return normalisation.before().isEmpty()
        ? running.value()
        : tf.withControlDependencies(normalisation.before())
            .readVariableOp(running.handle(), TFloat32.class);
  }
}
