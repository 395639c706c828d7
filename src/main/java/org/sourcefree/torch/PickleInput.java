package org.sourcefree.torch;

import java.io.ByteArrayInputStream;

/** Bytes of pickles, of which one knows where one is and can look ahead. */
final class PickleInput extends ByteArrayInputStream {

  PickleInput(byte[] bytes) {
    super(bytes);
  }

  /** Number of bytes read. */
  int position() {
    return pos;
  }

  /** The next little-endian unsigned 32-bit number, not yet read; larger than all if cut off. */
  long peekUnsignedInt() {
    if (count - pos < Integer.BYTES) {
      return Long.MAX_VALUE;
    }
    long value = 0;
    for (int i = 0; i < Integer.BYTES; i++) {
      value |= Byte.toUnsignedLong(buf[pos + i]) << (8 * i);
    }
    return value;
  }

  /** The next unsigned byte, not yet read; larger than all if there is none. */
  long peekByte() {
    return pos < count ? Byte.toUnsignedLong(buf[pos]) : Long.MAX_VALUE;
  }
}
