package org.sourcefree.training.teacher;

import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint8;

/**
 * A batch as it is before a teacher labels it.
 *
 * @param inputs preprocessed images, [N, H, W, 3]
 * @param stored labels, train ids, 255 = none, [N, H, W]
 * @param size height and width of the inputs, [2]
 */
public record PlainBatch(Operand<TFloat32> inputs, Operand<TUint8> stored, Operand<TInt32> size) {}
