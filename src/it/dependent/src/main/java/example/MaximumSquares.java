package example;

import org.sourcefree.objective.Part;
import org.sourcefree.objective.Predictions;
import org.sourcefree.objective.Term;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** The maximum squares loss, −½ Σ p², Chen et al., ICCV 2019. Mean over all pixels. */
public record MaximumSquares(double weight) implements Term.Own {

  @Override
  public String name() {
    return "maximum_squares";
  }

  @Override
  public boolean usesLabels() {
    return false;
  }

  @Override
  public Part part(Ops tf, Predictions predictions) {
    Operand<TFloat32> squares = tf.math.square(predictions.probabilities());
    return Part.ofPixels(tf, tf.reduceSum(squares, tf.constant(1)));
  }

  @Override
  public Operand<TFloat32> value(Ops tf, Operand<TFloat32> mean) {
    return tf.math.mul(tf.constant(-0.5f), mean);
  }
}
