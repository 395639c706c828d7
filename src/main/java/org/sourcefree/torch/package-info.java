/**
 * Weights files of the PyTorch world: checkpoints in the zip and the legacy format, safetensors.
 */
@NullMarked
package org.sourcefree.torch;

import org.jspecify.annotations.NullMarked;
