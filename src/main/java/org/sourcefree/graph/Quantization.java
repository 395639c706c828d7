package org.sourcefree.graph;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBfloat16;
import org.tensorflow.types.TFloat16;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TType;

/** In which numbers a model's weights are kept. It computes in float32 in any case. */
public enum Quantization {
  /** float32. */
  NONE(TFloat32.class, Float.MAX_VALUE),
  /** 8 bits of precision, the range of float32. */
  BFLOAT16(TBfloat16.class, 3.3895314e38f),
  /** 11 bits of precision. */
  FLOAT16(TFloat16.class, 65504f);

  private final Class<? extends TType> type;
  private final float largest;

  Quantization(Class<? extends TType> type, float largest) {
    this.type = type;
    this.largest = largest;
  }

  /** The largest number that can be kept. */
  public float largest() {
    return largest;
  }

  Class<? extends TType> type() {
    return type;
  }

  Operand<TFloat32> restored(Ops tf, Operand<? extends TType> kept) {
    return kept.type() == TFloat32.class
        ? kept.asOutput().expect(TFloat32.class)
        : tf.dtypes.cast(kept, TFloat32.class);
  }

  Operand<? extends TType> kept(Ops tf, Operand<TFloat32> values) {
    return this == NONE ? values : tf.dtypes.cast(values, type);
  }
}
