package org.sourcefree.torch;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Element types of tensors, with their names in PyTorch and in safetensors. */
enum ElementType {
  FLOAT32(4, "FloatStorage", "F32"),
  FLOAT64(8, "DoubleStorage", "F64"),
  FLOAT16(2, "HalfStorage", "F16"),
  BFLOAT16(2, "BFloat16Storage", "BF16"),
  INT64(8, "LongStorage", "I64"),
  INT32(4, "IntStorage", "I32"),
  INT16(2, "ShortStorage", "I16"),
  INT8(1, "CharStorage", "I8"),
  UINT8(1, "ByteStorage", "U8"),
  BOOL(1, "BoolStorage", "BOOL");

  private final int bytes;
  private final String storage;
  private final String safetensors;

  ElementType(int bytes, String storage, String safetensors) {
    this.bytes = bytes;
    this.storage = storage;
    this.safetensors = safetensors;
  }

  /** The type of torch.{name}. */
  static Optional<ElementType> ofStorage(String name) {
    return Arrays.stream(values()).filter(type -> type.storage.equals(name)).findFirst();
  }

  /** The type that a safetensors header names. */
  static Optional<ElementType> ofSafetensors(String name) {
    return Arrays.stream(values()).filter(type -> type.safetensors.equals(name)).findFirst();
  }

  /** Bytes an element. */
  int bytes() {
    return bytes;
  }

  /** Its storage's class in torch. */
  String storageName() {
    return storage;
  }

  /** As PyTorch prints it. */
  String torchName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The i-th element of a buffer in its byte order, as float32. */
  float value(ByteBuffer buffer, int i) {
    int at = i * bytes;
    return switch (this) {
      case FLOAT32 -> buffer.getFloat(at);
      case FLOAT64 -> (float) buffer.getDouble(at);
      case FLOAT16 -> half(buffer.getShort(at));
      case BFLOAT16 -> Float.intBitsToFloat(buffer.getShort(at) << 16);
      case INT64 -> buffer.getLong(at);
      case INT32 -> buffer.getInt(at);
      case INT16 -> buffer.getShort(at);
      case INT8 -> buffer.get(at);
      case UINT8, BOOL -> Byte.toUnsignedInt(buffer.get(at));
    };
  }

  /** IEEE 754 binary16: 1 sign bit, 5 of exponent, 10 of fraction. */
  private static float half(short bits) {
    int exponent = (bits >>> 10) & 0x1F;
    int fraction = bits & 0x3FF;
    float magnitude;
    if (exponent == 0x1F) {
      magnitude = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
    } else if (exponent == 0) {
      magnitude = Math.scalb((float) fraction, -24);
    } else {
      magnitude = Math.scalb((float) (fraction | 0x400), exponent - 25);
    }
    return bits < 0 ? -magnitude : magnitude;
  }
}
