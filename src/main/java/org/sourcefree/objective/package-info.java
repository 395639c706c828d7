/** An objective is a sum of weighted terms over the softmax of every pixel. */
@NullMarked
package org.sourcefree.objective;

import org.jspecify.annotations.NullMarked;
