/** Groups of vectors that are near each other. */
@NullMarked
package org.sourcefree.clustering;

import org.jspecify.annotations.NullMarked;
