/** All that would stop a run or make it worse, found before it starts. */
@NullMarked
package org.sourcefree.check;

import org.jspecify.annotations.NullMarked;
