package org.sourcefree.savedmodel;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.apache.commons.compress.compressors.snappy.SnappyCompressorInputStream;

/** A block of a table in Snappy's format, which some builds of TensorFlow write. */
final class SnappyBlock {
  /** How far back its copies reach, bytes: compressors take fragments of this size. */
  private static final int WINDOW = 1 << 16;

  private SnappyBlock() {}

  /**
   * What was compressed.
   *
   * @param most bytes that it may take
   * @throws IOException if it takes more, or is damaged
   */
  static byte[] decompress(byte[] content, int start, int length, long most) throws IOException {
    try (SnappyCompressorInputStream in =
        new SnappyCompressorInputStream(new ByteArrayInputStream(content, start, length), WINDOW)) {
      int size = in.getSize();
      byte[] block = size < 0 || size > most ? new byte[0] : in.readNBytes(size);
      if (block.length == size && in.read() < 0) {
        return block;
      }
      throw new IOException("its length is not what it says");
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new IOException("a compressed block in it is damaged or too large", e);
    }
  }
}
