package org.sourcefree.testing;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/** Makes the checksums of a damaged PNG file right again, so that the decoder sees the damage. */
public final class PngChecksums {
  private static final int SIGNATURE = 8;
  private static final int CHUNK_OVERHEAD = 12;

  private PngChecksums() {}

  /** A copy whose chunks, as far as they are whole, have right checksums. */
  public static byte[] repaired(byte[] png) {
    byte[] copy = png.clone();
    ByteBuffer bytes = ByteBuffer.wrap(copy);
    int at = SIGNATURE;
    while (at + CHUNK_OVERHEAD <= copy.length
        && bytes.getInt(at) >= 0
        && bytes.getInt(at) <= copy.length - at - CHUNK_OVERHEAD) {
      int length = bytes.getInt(at);
      CRC32 crc = new CRC32();
      crc.update(copy, at + 4, length + 4);
      bytes.putInt(at + 8 + length, (int) crc.getValue());
      at += CHUNK_OVERHEAD + length;
    }
    return copy;
  }
}
