/**
 * Training: the gradient step with its streams, players and replicas, target statistics, rounds of
 * labelling and steps.
 *
 * <p>A teacher, a second set of the network's variables that follows the weights, would stand in
 * the step: its forward pass beside the streams', where it labels them, its update behind the
 * players' moves.
 */
@NullMarked
package org.sourcefree.training;

import org.jspecify.annotations.NullMarked;
