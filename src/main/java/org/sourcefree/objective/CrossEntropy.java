package org.sourcefree.objective;

import java.util.Optional;
import org.sourcefree.data.Domain;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Cross-entropy against the labels, −log p(label): L_sce with pseudo labels, You et al. 2021, Eq.
 * (3); Eq. (1) with true ones. Mean over the labelled pixels of the batch, in nats; 0 with a zero
 * gradient when there are none.
 *
 * @param weight factor in the objective
 * @param imageWeight a factor for each image by how sure its labels are, as in LDBE; 1 if left out
 * @param mean which pixels the sum is divided by; the labelled ones if left out
 * @param focus γ of the focal loss −(1 − p)^γ·log p (Lin et al., ICCV 2017), whose p counts as 1e-9
 *     below that, without a gradient, as in CLAN's code, where γ is 2; 0 if left out, the
 *     cross-entropy itself
 * @param schedule how the weight goes with the steps; it stays if left out
 * @param fromStep the first step, counted from 0, that the term counts in; 0 if left out
 * @param domain whose images count; those of both if left out
 * @param head whose prediction counts; what the model predicts with if left out
 */
public record CrossEntropy(
    double weight,
    Optional<ImageWeight> imageWeight,
    Optional<Mean> mean,
    Optional<Double> focus,
    Optional<WeightSchedule> schedule,
    Optional<Long> fromStep,
    Optional<Domain> domain,
    Optional<String> head)
    implements Term {
  private static final float SMALLEST = 1e-9f;

  /** Which pixels the mean is taken over. */
  public enum Mean {
    /** The labelled ones. */
    LABELLED,
    /** All, labelled or not, as in DT-ST. */
    ALL,
    /** Labelled ones whose loss is not 0 in float32, as in LDBE's code. */
    NONZERO
  }

  /**
   * The share of an image's pixels whose labels are sure.
   *
   * @param confidence from which on one is, in [0, 1]; 0.97 in LDBE's code
   */
  public record ImageWeight(double confidence) {

    /** Checks the range. */
    public ImageWeight {
      if (!(confidence >= 0 && confidence <= 1)) {
        throw new IllegalArgumentException("confidence must be in [0, 1], got " + confidence);
      }
    }
  }

  /** Checks the settings. */
  public CrossEntropy {
    Term.checkWeight(weight);
    Term.checkFrom(fromStep);
    if (focus.isPresent() && !(focus.get() >= 0 && focus.get() < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("focus must be at least 0, got " + focus.get());
    }
  }

  /** The mean over all labelled pixels. */
  public CrossEntropy(double weight) {
    this(weight, Optional.empty(), Optional.empty());
  }

  /** Without a focus. */
  public CrossEntropy(double weight, Optional<ImageWeight> imageWeight, Optional<Mean> mean) {
    this(weight, imageWeight, mean, Optional.empty());
  }

  /** The same at every step, of both domains' images, by what the model predicts with. */
  public CrossEntropy(
      double weight,
      Optional<ImageWeight> imageWeight,
      Optional<Mean> mean,
      Optional<Double> focus) {
    this(weight, imageWeight, mean, focus, Optional.empty(), Optional.empty());
  }

  /** Of both domains' images, by what the model predicts with. */
  public CrossEntropy(
      double weight,
      Optional<ImageWeight> imageWeight,
      Optional<Mean> mean,
      Optional<Double> focus,
      Optional<WeightSchedule> schedule,
      Optional<Long> fromStep) {
    this(weight, imageWeight, mean, focus, schedule, fromStep, Optional.empty(), Optional.empty());
  }

  @Override
  public String name() {
    return "cross_entropy";
  }

  @Override
  public boolean usesLabels() {
    return true;
  }

  @Override
  public boolean usesTeacher() {
    return imageWeight.isPresent();
  }

  @Override
  public Part part(Ops tf, Predictions predictions) {
    Operand<TFloat32> labels = tf.stopGradient(counted(tf, predictions));
    Operand<TFloat32> summands = tf.math.mul(labels, losses(tf, predictions));
    Operand<TFloat32> counted =
        switch (mean.orElse(Mean.LABELLED)) {
          case LABELLED -> labels;
          case ALL ->
              predictions
                  .ofDomain(tf, domain)
                  .<Operand<TFloat32>>map(pixels -> tf.expandDims(pixels, tf.constant(1)))
                  .orElseGet(
                      () ->
                          tf.onesLike(
                              tf.slice(
                                  labels,
                                  tf.constant(new int[] {0, 0}),
                                  tf.constant(new int[] {-1, 1}))));
          case NONZERO ->
              tf.dtypes.cast(
                  tf.math.notEqual(tf.stopGradient(summands), tf.constant(0f)), TFloat32.class);
        };
    Operand<TFloat32> weighted =
        imageWeight
            .<Operand<TFloat32>>map(each -> tf.math.mul(summands, weights(tf, predictions, each)))
            .orElse(summands);
    return new Part(sum(tf, weighted), sum(tf, counted));
  }

  /** The labels of the domain's images, [P, C]. */
  private Operand<TFloat32> counted(Ops tf, Predictions predictions) {
    return predictions
        .ofDomain(tf, domain)
        .<Operand<TFloat32>>map(
            pixels -> tf.math.mul(predictions.labels(), tf.expandDims(pixels, tf.constant(1))))
        .orElse(predictions.labels());
  }

  /** What every class would count as a pixel's label, negative, [P, C]. */
  private Operand<TFloat32> losses(Ops tf, Predictions predictions) {
    double gamma = focus.orElse(0.0);
    if (gamma == 0) {
      return predictions.logProbabilities();
    }
    // The power's gradient is infinite at 0 where γ is below 1.
    Operand<TFloat32> missing =
        tf.math.maximum(
            tf.math.sub(tf.constant(1f), predictions.probabilities()), tf.constant(SMALLEST));
    Operand<TFloat32> log =
        tf.math.maximum(predictions.logProbabilities(), tf.constant((float) Math.log(SMALLEST)));
    return tf.math.mul(tf.math.pow(missing, tf.constant((float) gamma)), log);
  }

  private static Operand<TFloat32> sum(Ops tf, Operand<TFloat32> rows) {
    return tf.reduceSum(rows, tf.constant(new int[] {0, 1}));
  }

  /** Of every pixel, [P, 1]. */
  private static Operand<TFloat32> weights(Ops tf, Predictions predictions, ImageWeight settings) {
    Operand<TFloat32> sure =
        tf.dtypes.cast(
            tf.math.greaterEqual(
                predictions.taught().orElseThrow().confidence(),
                tf.constant((float) settings.confidence())),
            TFloat32.class);
    Operand<TFloat32> images = tf.math.mean(sure, tf.constant(new int[] {1, 2}));
    return tf.expandDims(predictions.ofPixels(tf, tf.stopGradient(images)), tf.constant(1));
  }

  @Override
  public Operand<TFloat32> value(Ops tf, Operand<TFloat32> mean) {
    return tf.math.neg(mean);
  }
}
