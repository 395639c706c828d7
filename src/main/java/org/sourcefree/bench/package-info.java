/** Times of a step, a prediction and a labelling pass on made-up images. */
@NullMarked
package org.sourcefree.bench;

import org.jspecify.annotations.NullMarked;
