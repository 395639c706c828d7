package org.sourcefree.savedmodel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * LevelDB's table format, in which a checkpoint's index is kept: blocks of sorted keys, an index of
 * the blocks and a footer that tells where that is. Read here rather than by TensorFlow, which ends
 * the process at values it cannot parse. Blocks are as they are or compressed by Snappy.
 */
public final class SortedTable {
  private static final long MAGIC = 0xdb4775248b80fb57L;
  private static final int FOOTER = 48;
  private static final int TRAILER = 5;
  private static final int MASK = 0xa282ead8;

  /** Types of blocks. */
  private static final int PLAIN = 0;

  private static final int SNAPPY = 1;

  /** What all compressed blocks may take, bytes. */
  private static final long MOST = 256L << 20;

  private final byte[] content;
  private long decompressed;
  private final Map<String, byte[]> entries = new LinkedHashMap<>();

  private SortedTable(byte[] content) throws IOException {
    this.content = content;
    if (content.length < FOOTER || buffer(content.length - 8, 8).getLong() != MAGIC) {
      throw new IOException("its end is missing");
    }
    ByteBuffer footer = buffer(content.length - FOOTER, FOOTER);
    block(footer);
    Map<String, byte[]> blocks = new LinkedHashMap<>();
    addEntries(block(footer), blocks);
    for (byte[] place : blocks.values()) {
      addEntries(block(ByteBuffer.wrap(place)), entries);
    }
  }

  /**
   * Every value by its key, in the table's order; bytes of keys that are no UTF-8 are replaced.
   *
   * @throws IOException if it is damaged, saying how
   */
  public static Map<String, byte[]> read(byte[] content) throws IOException {
    return new SortedTable(content).entries;
  }

  /** The checksum that tables and checkpoints keep: CRC-32C, turned and shifted. */
  static int masked(CRC32C crc) {
    int value = (int) crc.getValue();
    return ((value >>> 15) | (value << 17)) + MASK;
  }

  /** A whole number in groups of seven bits, the least first. */
  static long varint(ByteBuffer buffer) throws IOException {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE && buffer.hasRemaining(); shift += 7) {
      byte next = buffer.get();
      value |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IOException("a number in it is damaged");
  }

  /** The block that a place, offset and size, tells of. */
  private ByteBuffer block(ByteBuffer place) throws IOException {
    long offset = varint(place);
    long size = varint(place);
    long most = (long) content.length - FOOTER - TRAILER;
    if (offset < 0 || size < Integer.BYTES || size > most || offset > most - size) {
      throw new IOException("a block in it lies outside of it");
    }
    int start = (int) offset;
    int length = (int) size;
    CRC32C crc = new CRC32C();
    crc.update(content, start, length + 1);
    if (buffer(start + length + 1, Integer.BYTES).getInt() != masked(crc)) {
      throw new IOException("a checksum does not match its data");
    }
    return switch (content[start + length]) {
      case PLAIN -> buffer(start, length);
      case SNAPPY -> decompressed(start, length);
      default -> throw new IOException("a block in it is of an unknown kind");
    };
  }

  private ByteBuffer decompressed(int start, int length) throws IOException {
    byte[] block = SnappyBlock.decompress(content, start, length, MOST - decompressed);
    decompressed += block.length;
    return ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void addEntries(ByteBuffer block, Map<String, byte[]> entries) throws IOException {
    int end = block.limit() - Integer.BYTES;
    if (end < 0) {
      throw new IOException("a block in it is damaged");
    }
    long restarts = Integer.toUnsignedLong(block.getInt(end));
    if (restarts > end / Integer.BYTES) {
      throw new IOException("a block in it is damaged");
    }
    block.limit(end - (int) restarts * Integer.BYTES);
    byte[] key = {};
    while (block.hasRemaining()) {
      long shared = varint(block);
      long added = varint(block);
      long length = varint(block);
      boolean sound = shared >= 0 && shared <= key.length && added >= 0 && length >= 0;
      if (!sound || added > block.remaining() || length > block.remaining() - added) {
        throw new IOException("an entry in it is damaged");
      }
      key = Arrays.copyOf(key, (int) (shared + added));
      block.get(key, (int) shared, (int) added);
      byte[] value = new byte[(int) length];
      block.get(value);
      if (entries.put(new String(key, StandardCharsets.UTF_8), value) != null) {
        throw new IOException("a key in it occurs twice");
      }
    }
  }

  private ByteBuffer buffer(int start, int length) {
    return ByteBuffer.wrap(content, start, length).slice().order(ByteOrder.LITTLE_ENDIAN);
  }
}
