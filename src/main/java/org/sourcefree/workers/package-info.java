/** A run on several workers: what the chief says, what the others do. */
@NullMarked
package org.sourcefree.workers;

import org.jspecify.annotations.NullMarked;
