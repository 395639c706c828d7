/** Mixing: images of a batch joined with each other, and their labels with them. */
@NullMarked
package org.sourcefree.mixing;

import org.jspecify.annotations.NullMarked;
