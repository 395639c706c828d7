package org.sourcefree.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * What ImageIO does not look at in a PNG file: the checksum of every chunk and the raw header (PNG
 * specification, sections 5 and 11.2.2).
 */
final class PngFile {
  static final int GREY = 0;
  static final int RGB = 2;
  static final int PALETTE = 3;

  private static final long SIGNATURE = 0x89504E470D0A1A0AL;
  private static final int IHDR = 0x49484452;
  private static final int IDAT = 0x49444154;
  private static final int IEND = 0x49454E44;
  private static final int CHUNK_OVERHEAD = 12;
  private static final long MOST_DEFLATION = 1032;
  private static final long SMALL = 1 << 16;
  private static final Map<Integer, Integer> CHANNELS = Map.of(RGB, 3, 4, 2, 6, 4);

  private final ByteBuffer bytes;

  /**
   * Wraps the file's content.
   *
   * @throws IOException if a chunk is broken or missing
   */
  PngFile(byte[] content) throws IOException {
    this.bytes = ByteBuffer.wrap(content);
    checkChunks(content);
  }

  static boolean hasSignature(byte[] content) {
    return content.length >= Long.BYTES && ByteBuffer.wrap(content).getLong() == SIGNATURE;
  }

  /** Bits of each sample or palette index. */
  int bitDepth() {
    return bytes.get(24);
  }

  /** 0 grey, 2 RGB, 3 palette, 4 grey with alpha, 6 RGB with alpha. */
  int colourType() {
    return bytes.get(25);
  }

  private void checkChunks(byte[] content) throws IOException {
    int at = Long.BYTES;
    int type = 0;
    long packed = 0;
    while (type != IEND) {
      int left = content.length - at - CHUNK_OVERHEAD;
      if (left < 0 || bytes.getInt(at) < 0 || bytes.getInt(at) > left) {
        throw new ImageFault(ImageFault.DAMAGED);
      }
      int length = bytes.getInt(at);
      type = bytes.getInt(at + 4);
      CRC32 crc = new CRC32();
      crc.update(content, at + 4, length + 4);
      if ((int) crc.getValue() != bytes.getInt(at + 8 + length)) {
        throw new ImageFault("a checksum does not match its data");
      }
      if (at == Long.BYTES && (type != IHDR || length != 13)) {
        throw new ImageFault("the header is missing");
      }
      packed += type == IDAT ? length : 0;
      at += length + CHUNK_OVERHEAD;
    }
    checkAmount(packed);
  }

  /** Deflate packs at most 1032 bytes into one. */
  private void checkAmount(long packed) throws IOException {
    long width = Integer.toUnsignedLong(bytes.getInt(16));
    long height = Integer.toUnsignedLong(bytes.getInt(20));
    long row = 1 + (width * CHANNELS.getOrDefault(colourType(), 1) * bitDepth() + 7) / 8;
    if (height > 0 && row > (MOST_DEFLATION * packed + SMALL) / height) {
      throw new ImageFault(
          "its header says %d×%d pixels, more than its %d bytes of data can hold"
              .formatted(width, height, packed));
    }
  }
}
