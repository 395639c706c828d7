package org.sourcefree.checkpoint;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * TensorFlow's TFRecord format: each record behind its length and before its checksum, both little
 * endian, the length with a checksum of its own.
 */
final class RecordFile {
  // tensorflow/core/lib/hash/crc32c.h, Mask.
  private static final int ROTATION = 15;
  private static final int MASK_DELTA = 0xa282ead8;

  private RecordFile() {}

  /** Writes a new file. */
  static void write(Path file, List<byte[]> records) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte[] record : records) {
      byte[] length = littleEndian(Long.BYTES).putLong(record.length).array();
      bytes.writeBytes(length);
      bytes.writeBytes(checksum(length));
      bytes.writeBytes(record);
      bytes.writeBytes(checksum(record));
    }
    Files.write(file, bytes.toByteArray());
  }

  private static byte[] checksum(byte[] bytes) {
    CRC32C sum = new CRC32C();
    sum.update(bytes);
    int masked = Integer.rotateRight((int) sum.getValue(), ROTATION) + MASK_DELTA;
    return littleEndian(Integer.BYTES).putInt(masked).array();
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
