package org.sourcefree.graph;

import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TBfloat16;
import org.tensorflow.types.TFloat16;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TType;

/**
 * In which numbers variables are kept; graphs compute in float32 whatever it is. Vectors, such as
 * batch norm's, stay float32: they are small, and the result hangs on each of their values.
 */
public enum Storage {
  FLOAT32(TFloat32.class, Float.MAX_VALUE),
  /** The upper half of a float32: 8 bits of precision. */
  BFLOAT16(TBfloat16.class, Float.MAX_VALUE),
  /** IEEE 754 half precision: 11 bits, up to 65504. */
  FLOAT16(TFloat16.class, 65504);

  private final Class<? extends TType> type;
  private final float largest;

  Storage(Class<? extends TType> type, float largest) {
    this.type = type;
    this.largest = largest;
  }

  /** The type that a variable of this shape is kept in. */
  Class<? extends TType> type(Shape shape) {
    return shape.numDimensions() > 1 ? type : TFloat32.class;
  }

  /** The largest magnitude that can be kept. */
  public float largest() {
    return largest;
  }
}
