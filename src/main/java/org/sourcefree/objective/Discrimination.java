package org.sourcefree.objective;

import java.util.Locale;
import java.util.Optional;
import org.sourcefree.data.Domain;
import org.tensorflow.op.Ops;

/**
 * What a discriminator minimises: its loss against the images' own domain, the mean over all its
 * scores of that domain's batch.
 *
 * @param weight ½ or 1 in the papers
 * @param discriminator its name
 * @param of the images' domain
 */
public record Discrimination(double weight, String discriminator, Domain of) implements Term.Own {

  /** Checks the weight. */
  public Discrimination {
    Term.checkWeight(weight);
  }

  @Override
  public String name() {
    return of.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public boolean usesLabels() {
    return false;
  }

  @Override
  public Optional<Domain> domain() {
    return Optional.of(of);
  }

  @Override
  public Optional<String> asked() {
    return Optional.of(discriminator);
  }

  @Override
  public Part part(Ops tf, Predictions predictions) {
    return predictions.answer(discriminator).from(tf, of, of == Domain.TARGET);
  }
}
