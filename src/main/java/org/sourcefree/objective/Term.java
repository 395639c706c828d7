package org.sourcefree.objective;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sourcefree.data.Domain;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt64;

/**
 * One weighted term of an objective: a sum over pixels and their number, from which its value
 * follows. Configs name the records listed here; a program adds its own as {@link Own}.
 */
public sealed interface Term
    permits CrossEntropy,
        Entropy,
        DoubleSoftmaxEntropy,
        Diversity,
        NegativeLearning,
        NegativeBinaryCrossEntropy,
        Uniformity,
        Adversarial,
        HeadSimilarity,
        PatchClassification,
        Information,
        Term.Own {

  /**
   * A term that a program defines; no config file names it. A record, as the resolved config of a
   * run shows its components.
   */
  non-sealed interface Own extends Term {}

  /** Factor of the term in the objective, λ, at least 0. */
  double weight();

  /** How the weight goes with the steps; if empty it stays. */
  default Optional<WeightSchedule> schedule() {
    return Optional.empty();
  }

  /** The first step, counted from 0, that the term counts in; the first of all if empty. */
  default Optional<Long> fromStep() {
    return Optional.empty();
  }

  /**
   * Builds the weight of a step, 0 before {@link #fromStep}.
   *
   * @return scalar
   */
  default Operand<TFloat32> weight(Ops tf, Operand<TInt64> step) {
    if (schedule().isEmpty() && fromStep().isEmpty()) {
      return tf.constant((float) weight());
    }
    Operand<TFloat64> present = tf.constant(weight());
    if (schedule().isPresent()) {
      present = tf.math.mul(present, schedule().get().factor(tf, step));
    }
    if (fromStep().isPresent()) {
      Operand<TInt64> first = tf.constant(fromStep().get());
      present = tf.select(tf.math.greaterEqual(step, first), present, tf.constant(0.0));
    }
    return tf.dtypes.cast(present, TFloat32.class);
  }

  /**
   * Builds the weight of a step.
   *
   * @param any what is predicted of one of the step's streams
   * @return scalar
   */
  default Operand<TFloat32> weight(Ops tf, Predictions any) {
    return weight(tf, any.draws().step());
  }

  /** The name of its kind. */
  String name();

  /** The domain whose images alone it counts; those of both if empty. */
  default Optional<Domain> domain() {
    return Optional.empty();
  }

  /** The head whose prediction it reads; what the model predicts with if empty. */
  default Optional<String> head() {
    return Optional.empty();
  }

  /** Heads whose weights it compares; none if empty. */
  default List<String> compared() {
    return List.of();
  }

  /** The discriminator whose answer it reads, if it reads one. */
  default Optional<String> asked() {
    return Optional.empty();
  }

  /** Its name among terms of its kind, of which each must have another. */
  default String label() {
    String ofDomain = domain().map(each -> "." + each.name().toLowerCase(Locale.ROOT)).orElse("");
    return name() + ofDomain + head().map(each -> "." + each).orElse("");
  }

  /** Whether the term reads the labels. */
  boolean usesLabels();

  /** Whether the term reads labels of target images. */
  default boolean usesTargetLabels() {
    return usesLabels() && domain().filter(Domain.SOURCE::equals).isEmpty();
  }

  /** Whether the term reads which domain an image is from. */
  default boolean usesDomain() {
    return domain().isPresent();
  }

  /** Whether the term reads what a teacher says. */
  default boolean usesTeacher() {
    return false;
  }

  /**
   * Whether the term counts the pixels of a stream; by default it takes its mean over the pixels of
   * all streams together.
   */
  default boolean looksAt(String stream) {
    return true;
  }

  /**
   * Checks that the term is defined for a number of classes.
   *
   * @throws IllegalArgumentException if it is not
   */
  default void checkClasses(int classes) {}

  /** Builds the sum over the pixels of one stream, and their number. */
  Part part(Ops tf, Predictions predictions);

  /**
   * Builds the unweighted loss from the mean over the pixels of all streams, by default the mean
   * itself.
   *
   * @param mean of the shape of the parts' numerators
   * @return scalar, nats
   */
  default Operand<TFloat32> value(Ops tf, Operand<TFloat32> mean) {
    return mean;
  }

  /** Checks the step that a term counts from. */
  static void checkFrom(Optional<Long> step) {
    if (step.isPresent() && step.get() < 0) {
      throw new IllegalArgumentException("from_step must be at least 0, got " + step.get());
    }
  }

  /** Checks a weight λ. */
  static void checkWeight(double weight) {
    if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("weight must be at least 0, got " + weight);
    }
  }
}
