package org.sourcefree.objective;

import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Squeeze;
import org.tensorflow.op.nn.TopK;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;

/**
 * Heuristic complementary label selection and its loss, You et al. 2021, Algorithm 1 and Eq. (6):
 * −log(1 − p(ȳ)), ȳ the class of the K-th largest probability, K = ⌊C/2⌋ + uniform integer in
 * [−width, widthAbove], one draw per batch. The choice carries no gradient; 1 − p is kept at or
 * above 1e-5. Mean over all pixels of the batch, in nats.
 *
 * @param weight λ_neg
 * @param width ε, classes; ⌊C/2⌋ − ε must be at least 1, and C at least 4: of fewer the middle rank
 *     is the most probable class, which entropy and pseudo labels strengthen
 * @param widthAbove classes, ε if left out, as in the paper's tables; 0 in its figure over ε. ⌊C/2⌋
 *     plus it must be at most C
 */
public record NegativeLearning(double weight, int width, Optional<Integer> widthAbove)
    implements Term {
  private static final int FEWEST_CLASSES = 4;
  private static final float SMALLEST_COMPLEMENT = 1e-5f;

  /** Checks the settings. */
  public NegativeLearning {
    Term.checkWeight(weight);
    if (width < 0) {
      throw new IllegalArgumentException("width must be at least 0, got " + width);
    }
    if (widthAbove.isPresent() && widthAbove.get() < 0) {
      throw new IllegalArgumentException("width_above must be at least 0, got " + widthAbove.get());
    }
  }

  /** With the same width above as below. */
  public NegativeLearning(double weight, int width) {
    this(weight, width, Optional.empty());
  }

  @Override
  public String name() {
    return "negative_learning";
  }

  @Override
  public boolean usesLabels() {
    return false;
  }

  @Override
  public void checkClasses(int classes) {
    if (classes < FEWEST_CLASSES) {
      throw new IllegalArgumentException(
          "negative_learning needs at least %d classes, as of fewer its rank would be the most probable class, got %d"
              .formatted(FEWEST_CLASSES, classes));
    }
    int half = classes / 2;
    int above = widthAbove.orElse(width);
    if (half - width < 1 || half + above > classes) {
      throw new IllegalArgumentException(
          "negative_learning.width must leave a rank from 1 to %d around %d, got %d"
              .formatted(classes, half, half - width < 1 ? width : above));
    }
  }

  @Override
  public Part part(Ops tf, Predictions predictions) {
    return part(tf, predictions, rank(tf, predictions));
  }

  /**
   * K, drawn from the run's seed and the step alone, so that a resumed run draws as an
   * uninterrupted one.
   */
  private Operand<TInt32> rank(Ops tf, Predictions predictions) {
    checkClasses(predictions.classes());
    int half = predictions.classes() / 2;
    Draws draws = predictions.draws();
    Operand<TInt64> seed = tf.stack(List.of(tf.constant(draws.seed()), draws.step()));
    return tf.withName("complementary_rank")
        .random
        .statelessRandomUniformInt(
            tf.constant(new int[0]),
            seed,
            tf.constant(half - width),
            tf.constant(half + widthAbove.orElse(width) + 1));
  }

  /**
   * The sum for a given rank.
   *
   * @param rank K, from 1 = the most probable class to C, scalar
   */
  static Part part(Ops tf, Predictions predictions, Operand<TInt32> rank) {
    Operand<TFloat32> probabilities = predictions.probabilities();
    TopK<TFloat32, TInt32> sorted = tf.nn.topK(probabilities, rank, TInt32.class);
    Operand<TInt32> last = tf.stack(List.of(tf.constant(0), tf.math.sub(rank, tf.constant(1))));
    Operand<TInt32> column = tf.slice(sorted.indices(), last, tf.constant(new int[] {-1, 1}));
    Operand<TInt32> complementary = tf.stopGradient(tf.squeeze(column, Squeeze.axis(List.of(1L))));
    Operand<TFloat32> chosen =
        tf.oneHot(
            complementary, tf.constant(predictions.classes()), tf.constant(1f), tf.constant(0f));
    Operand<TFloat32> probability =
        tf.reduceSum(tf.math.mul(probabilities, chosen), tf.constant(1));
    Operand<TFloat32> complement =
        tf.clipByValue(
            tf.math.sub(tf.constant(1f), probability),
            tf.constant(SMALLEST_COMPLEMENT),
            tf.constant(1f));
    return Part.ofPixels(tf, tf.math.log(complement));
  }

  @Override
  public Operand<TFloat32> value(Ops tf, Operand<TFloat32> mean) {
    return tf.math.neg(mean);
  }
}
