package org.sourcefree.mixing;

import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * A batch of images with labels and how sure they are.
 *
 * @param inputs preprocessed images, [N, H, W, 3]
 * @param labels train ids, 255 = ignored, [N, H, W]
 * @param confidence of each label, [N, H, W], in [0, 1]
 */
public record Labelled(
    Operand<TFloat32> inputs, Operand<TInt32> labels, Operand<TFloat32> confidence) {}
