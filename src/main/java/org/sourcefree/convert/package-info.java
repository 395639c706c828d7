/** Weights from other programs' files, and to them. */
@NullMarked
package org.sourcefree.convert;

import org.jspecify.annotations.NullMarked;
