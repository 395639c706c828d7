/** Who takes a step together: workers of a cluster, or the parts of a batch one after another. */
@NullMarked
package org.sourcefree.training.replicas;

import org.jspecify.annotations.NullMarked;
