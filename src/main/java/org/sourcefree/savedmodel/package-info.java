/** SavedModel folders and checkpoints as TensorFlow writes them: the formats alone. */
@NullMarked
package org.sourcefree.savedmodel;

import org.jspecify.annotations.NullMarked;
