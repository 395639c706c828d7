/** Training: the gradient step, target statistics, rounds of labelling and steps. */
@NullMarked
package org.sourcefree.training;

import org.jspecify.annotations.NullMarked;
