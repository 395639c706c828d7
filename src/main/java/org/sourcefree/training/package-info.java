/**
 * Training: the gradient step with its streams, players and replicas, target statistics, rounds of
 * labelling and steps.
 *
 * <p>A teacher, a second set of the network's variables that follows the weights, stands in the
 * step: its forward pass labels the target stream's images before they are mixed, its update comes
 * behind the players' moves.
 *
 * <p>Streams come one after another: a stream's losses and their gradients are built before the
 * next stream's forward pass, which waits for them, so that a step holds one stream's activations
 * at a time. Losses of several streams come with the last of them.
 */
@NullMarked
package org.sourcefree.training;

import org.jspecify.annotations.NullMarked;
