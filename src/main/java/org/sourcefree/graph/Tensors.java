package org.sourcefree.graph;

import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;

/** Arrays in and out of tensors, in bulk. */
public final class Tensors {
  private Tensors() {}

  /** A float32 tensor holding a copy of the row-major values. */
  public static TFloat32 floats(Shape shape, float[] values) {
    return TFloat32.tensorOf(shape, DataBuffers.of(values, true, false));
  }

  /** A uint8 tensor holding a copy of the row-major unsigned bytes. */
  public static TUint8 bytes(Shape shape, byte[] values) {
    return TUint8.tensorOf(shape, DataBuffers.of(values, true, false));
  }

  /** A copy of the tensor's values, row-major. */
  public static float[] array(TFloat32 tensor) {
    float[] values = new float[Math.toIntExact(tensor.size())];
    tensor.asRawTensor().data().asFloats().read(values);
    return values;
  }

  /** A copy of the tensor's unsigned bytes, row-major. */
  public static byte[] array(TUint8 tensor) {
    byte[] values = new byte[Math.toIntExact(tensor.size())];
    tensor.asRawTensor().data().read(values);
    return values;
  }
}
