package org.sourcefree.network;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** The places that compute the parts of one batch. */
@FunctionalInterface
public interface BatchParts {

  /** The next exchange between them; all make theirs in the same order. */
  Exchange next();

  /** What every place tells all others once a step. */
  interface Exchange {

    /** A name that no exchange has which means something else, of letters, digits and _. */
    String name();

    /**
     * Builds the values of all places, a row each, in an order that all have; without a gradient.
     *
     * @param own of this place, [values], as many in all
     * @return [places, values]
     */
    Operand<TFloat32> rows(Ops tf, Operand<TFloat32> own);
  }
}
