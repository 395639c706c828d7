/** Patterns of paths. */
@NullMarked
package org.sourcefree.data.paths;

import org.jspecify.annotations.NullMarked;
