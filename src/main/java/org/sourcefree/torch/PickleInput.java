package org.sourcefree.torch;

import java.io.ByteArrayInputStream;

/** The bytes of pickles, with the position and a look at what comes next. */
final class PickleInput extends ByteArrayInputStream {

  PickleInput(byte[] bytes) {
    super(bytes);
  }

  /** Number of bytes read. */
  int position() {
    return pos;
  }

  /**
   * The next little-endian unsigned 32-bit number, not yet read; Long.MAX_VALUE if the bytes are
   * truncated.
   */
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

  /** The next unsigned byte, not yet read; Long.MAX_VALUE if there is none. */
  long peekByte() {
    return pos < count ? Byte.toUnsignedLong(buf[pos]) : Long.MAX_VALUE;
  }
}
