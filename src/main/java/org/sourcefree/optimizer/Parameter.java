package org.sourcefree.optimizer;

import org.sourcefree.graph.Variables.Variable;

/**
 * A variable to train.
 *
 * @param head whether it belongs to the head, whose learning rate is multiplied
 */
public record Parameter(Variable variable, boolean head) {}
