package org.sourcefree.objective;

import java.util.Optional;
import org.sourcefree.data.Domain;
import org.tensorflow.op.Ops;

/**
 * How far a discriminator is from taking target images for the source's (Goodfellow et al., NIPS
 * 2014; on segmentation maps Tsai et al., CVPR 2018): its loss against the source domain, the mean
 * over all its scores of the target batch, weighted where the discriminator says so. The
 * discriminator itself is held still.
 *
 * @param weight λ_adv
 * @param discriminator its name
 * @param schedule how the weight goes with the steps; it stays if left out
 * @param fromStep the first step, counted from 0, that the term counts in; 0 if left out
 */
public record Adversarial(
    double weight, String discriminator, Optional<WeightSchedule> schedule, Optional<Long> fromStep)
    implements Term {

  /** Checks the settings. */
  public Adversarial {
    Term.checkWeight(weight);
    Term.checkFrom(fromStep);
  }

  /** The same at every step. */
  public Adversarial(double weight, String discriminator) {
    this(weight, discriminator, Optional.empty(), Optional.empty());
  }

  @Override
  public String name() {
    return "adversarial";
  }

  @Override
  public boolean usesLabels() {
    return false;
  }

  @Override
  public Optional<Domain> domain() {
    return Optional.of(Domain.TARGET);
  }

  @Override
  public Optional<String> asked() {
    return Optional.of(discriminator);
  }

  @Override
  public String label() {
    return name() + "." + discriminator;
  }

  @Override
  public Part part(Ops tf, Predictions predictions) {
    return predictions.answer(discriminator).from(tf, Domain.SOURCE, true);
  }
}
