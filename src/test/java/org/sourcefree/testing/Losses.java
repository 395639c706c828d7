package org.sourcefree.testing;

import java.util.List;
import java.util.Map;
import org.sourcefree.objective.Objective;
import org.sourcefree.objective.Predictions;
import org.sourcefree.objective.Term;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** Objectives on one stream and one machine. */
public final class Losses {
  private Losses() {}

  /** An objective on one stream. */
  public static Objective.Loss of(Ops tf, Objective objective, Predictions predictions) {
    return objective.build(tf, Map.of("target", predictions), part -> part);
  }

  /** A term's unweighted value on one stream. */
  public static Operand<TFloat32> value(Ops tf, Term term, Predictions predictions) {
    return of(tf, new Objective(List.of(term)), predictions).total();
  }
}
