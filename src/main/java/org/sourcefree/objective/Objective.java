package org.sourcefree.objective;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * The sum of weighted terms that training minimises; LD is cross-entropy on class-balanced pseudo
 * labels, entropy and negative learning, You et al. 2021, Eq. (7).
 *
 * @param terms at least one, each kind at most once
 */
public record Objective(List<Term> terms) {

  /**
   * An objective in a graph.
   *
   * @param total Σ λ·term, scalar
   * @param terms each term's unweighted value by name, scalars, nats
   */
  public record Loss(Operand<TFloat32> total, Map<String, Operand<TFloat32>> terms) {}

  /** Checks the terms. */
  public Objective {
    terms = List.copyOf(terms);
    if (terms.isEmpty()) {
      throw new IllegalArgumentException("objective must have at least one term, got none");
    }
    if (terms.stream().map(Term::name).distinct().count() < terms.size()) {
      throw new IllegalArgumentException(
          "objective must name each term once, got " + terms.stream().map(Term::name).toList());
    }
  }

  /** Whether any term reads the labels. */
  public boolean usesLabels() {
    return terms.stream().anyMatch(Term::usesLabels);
  }

  /**
   * Checks that every term is defined for a number of classes.
   *
   * @throws IllegalArgumentException if one is not
   */
  public void checkClasses(int classes) {
    terms.forEach(term -> term.checkClasses(classes));
  }

  /** Builds every term and their weighted sum. */
  public Loss build(Ops tf, Predictions predictions) {
    Map<String, Operand<TFloat32>> values = new LinkedHashMap<>();
    Operand<TFloat32> total = tf.constant(0f);
    for (Term term : terms) {
      Operand<TFloat32> value = term.build(tf, predictions);
      values.put(term.name(), value);
      total = tf.math.add(total, tf.math.mul(tf.constant((float) term.weight()), value));
    }
    return new Loss(total, values);
  }
}
