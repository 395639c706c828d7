/** Weights on disk: SavedModels in and out, and the training state of a run. */
@NullMarked
package org.sourcefree.checkpoint;

import org.jspecify.annotations.NullMarked;
