package org.sourcefree.objective;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * What the features that passed a bottleneck tell of an image: KL(N(μ, σ²) ‖ N(0, 1)) summed over
 * channels, mean over places, in nats (Alemi et al., ICLR 2017). Its weight β is moved against it,
 * β ← max(0, β + η·(KL − I_c)), so that what is told comes down to the bound and no further.
 *
 * @param weight β before the first step
 * @param bound I_c, nats, at least 0
 * @param dualStep η, at least 0; with 0 the weight stays
 */
public record Information(double weight, double bound, double dualStep) implements Term {

  /** Checks the settings. */
  public Information {
    Term.checkWeight(weight);
    if (!(bound >= 0 && dualStep >= 0 && bound + dualStep < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "bound and dual_step must be at least 0, got %s and %s".formatted(bound, dualStep));
    }
  }

  @Override
  public String name() {
    return "information";
  }

  @Override
  public boolean usesLabels() {
    return false;
  }

  @Override
  public Part part(Ops tf, Predictions predictions) {
    return Part.ofPixels(tf, predictions.bottlenecked().orElseThrow().places(tf));
  }

  @Override
  public Operand<TFloat32> weight(Ops tf, Predictions any) {
    return tf.stopGradient(any.bottlenecked().orElseThrow().factor());
  }
}
