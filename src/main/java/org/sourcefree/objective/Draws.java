package org.sourcefree.objective;

import org.tensorflow.Operand;
import org.tensorflow.types.TInt64;

/**
 * What every random draw of a step follows from, so that a resumed run draws as an uninterrupted
 * one.
 *
 * @param seed of the run
 * @param step global step, scalar
 */
public record Draws(long seed, Operand<TInt64> step) {}
