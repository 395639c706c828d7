package org.sourcefree.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/** Writes a checkpoint's index, with right checksums, whatever its entries hold. */
public final class IndexWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private IndexWriter() {}

  /** A table of one block. */
  public static byte[] table(Map<String, byte[]> entries) {
    IndexWriter writer = new IndexWriter();
    return writer.table(List.of(writer.append(block(entries), 0)));
  }

  /** A table of blocks that lie in it as they are, and are said to be Snappy's. */
  public static byte[] compressed(byte[]... blocks) {
    IndexWriter writer = new IndexWriter();
    return writer.table(Arrays.stream(blocks).map(each -> writer.append(each, 1)).toList());
  }

  /** A table whose index names the same block of Snappy's so often. */
  public static byte[] repeated(byte[] block, int times) {
    IndexWriter writer = new IndexWriter();
    return writer.table(Collections.nCopies(times, writer.append(block, 1)));
  }

  private byte[] table(List<byte[]> places) {
    Map<String, byte[]> blocks = new LinkedHashMap<>();
    places.forEach(place -> blocks.put("~" + blocks.size(), place));
    byte[] meta = append(block(Map.of()), 0);
    byte[] index = append(block(blocks), 0);
    ByteBuffer footer = ByteBuffer.allocate(48).order(ByteOrder.LITTLE_ENDIAN);
    footer.put(meta).put(index);
    footer.putLong(40, 0xdb4775248b80fb57L);
    out.writeBytes(footer.array());
    return out.toByteArray();
  }

  /** A block's content. */
  public static byte[] block(Map<String, byte[]> entries) {
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
    return block.toByteArray();
  }

  /** Appends a block of a type: 0 as it is, 1 Snappy's; its place. */
  private byte[] append(byte[] content, int type) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    block.writeBytes(content);
    int offset = out.size();
    int size = block.size();
    block.write(type);
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
