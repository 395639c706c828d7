/** How weights move: gradients, the optimizer, its learning-rate schedules, the loss scale. */
@NullMarked
package org.sourcefree.optimizer;

import org.jspecify.annotations.NullMarked;
