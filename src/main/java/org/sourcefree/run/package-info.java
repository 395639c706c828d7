/**
 * The run folder: its files, logs and checkpoints, how it is put back to a checkpoint, and what is
 * told of a run while it lasts.
 */
@NullMarked
package org.sourcefree.run;

import org.jspecify.annotations.NullMarked;
