/** Stochastic gradient descent and its learning-rate schedules. */
@NullMarked
package org.sourcefree.optimizer;

import org.jspecify.annotations.NullMarked;
