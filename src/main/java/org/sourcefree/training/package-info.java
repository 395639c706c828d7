/**
 * Training: the gradient step with its streams, players and replicas, target statistics, rounds of
 * labelling and steps.
 *
 * <p>A teacher, a second set of the network's variables that follows the weights, stands in the
 * step: its forward pass labels the target stream's images before they are mixed, its update comes
 * behind the players' moves.
 */
@NullMarked
package org.sourcefree.training;

import org.jspecify.annotations.NullMarked;
