package org.sourcefree.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32C;

/** Writes a checkpoint's index, with right checksums, whatever its entries hold. */
public final class IndexWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private IndexWriter() {}

  /** A table of one block. */
  public static byte[] table(Map<String, byte[]> entries) {
    IndexWriter writer = new IndexWriter();
    byte[] data = writer.block(entries);
    byte[] meta = writer.block(Map.of());
    byte[] index = writer.block(Map.of("~", data));
    ByteBuffer footer = ByteBuffer.allocate(48).order(ByteOrder.LITTLE_ENDIAN);
    footer.put(meta).put(index);
    footer.putLong(40, 0xdb4775248b80fb57L);
    writer.out.writeBytes(footer.array());
    return writer.out.toByteArray();
  }

  /** Appends a block; its place. */
  private byte[] block(Map<String, byte[]> entries) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    entries.forEach(
        (name, value) -> {
          byte[] key = name.getBytes(StandardCharsets.UTF_8);
          block.writeBytes(varint(0));
          block.writeBytes(varint(key.length));
          block.writeBytes(varint(value.length));
          block.writeBytes(key);
          block.writeBytes(value);
        });
    block.writeBytes(number(0));
    block.writeBytes(number(1));
    int offset = out.size();
    int size = block.size();
    block.write(0);
    CRC32C crc = new CRC32C();
    crc.update(block.toByteArray());
    int value = (int) crc.getValue();
    block.writeBytes(number(((value >>> 15) | (value << 17)) + 0xa282ead8));
    out.writeBytes(block.toByteArray());
    ByteArrayOutputStream place = new ByteArrayOutputStream();
    place.writeBytes(varint(offset));
    place.writeBytes(varint(size));
    return place.toByteArray();
  }

  private static byte[] number(int value) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }

  /** A whole number in groups of seven bits. */
  public static byte[] varint(long value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    long left = value;
    while ((left & ~0x7FL) != 0) {
      bytes.write((int) ((left & 0x7F) | 0x80));
      left >>>= 7;
    }
    bytes.write((int) left);
    return bytes.toByteArray();
  }
}
