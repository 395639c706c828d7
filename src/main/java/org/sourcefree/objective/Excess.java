package org.sourcefree.objective;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * What β of a bottleneck minimises, −β·(KL − I_c), mean over places: its gradient by β is the bound
 * less the information.
 *
 * @param bound I_c, nats
 */
public record Excess(double bound) implements Term.Own {

  @Override
  public double weight() {
    return 1;
  }

  @Override
  public String name() {
    return "excess";
  }

  @Override
  public boolean usesLabels() {
    return false;
  }

  @Override
  public Part part(Ops tf, Predictions predictions) {
    Bottlenecked passed = predictions.bottlenecked().orElseThrow();
    Operand<TFloat32> left = tf.math.sub(tf.constant((float) bound), passed.places(tf));
    return Part.ofPixels(tf, tf.math.mul(passed.factor(), left));
  }
}
