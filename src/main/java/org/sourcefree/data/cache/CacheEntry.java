package org.sourcefree.data.cache;

import java.io.DataInputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.sourcefree.files.Fresh;
import org.sourcefree.image.RgbImage;

/**
 * A file that holds an image's pixels as they are. Big-endian: format, 8 bytes; SHA-256 of the
 * image file, 32; width, 4; height, 4; CRC-32C of all else, 4; then the pixels, [height, width, 3].
 * Streams rather than channels, which a thread's interruption would close.
 */
final class CacheEntry {
  /** "srcfree" and the version, which changes whenever decoding or resizing gives other pixels. */
  private static final long FORMAT = 0x7372636672656502L;

  private static final int DIGEST_BYTES = 32;
  private static final int CHECKED = Long.BYTES + DIGEST_BYTES + 2 * Integer.BYTES;
  private static final int HEADER = CHECKED + Integer.BYTES;

  private CacheEntry() {}

  /**
   * Reads an entry; empty if it is absent, of another image file, incomplete or damaged.
   *
   * @param digest SHA-256 of the image file
   */
  static Optional<RgbImage> read(Path entry, byte[] digest) {
    File file = entry.toFile();
    try (DataInputStream stream = new DataInputStream(new FileInputStream(file))) {
      ByteBuffer header = ByteBuffer.allocate(HEADER);
      stream.readFully(header.array());
      boolean known = header.getLong() == FORMAT;
      byte[] source = new byte[DIGEST_BYTES];
      header.get(source);
      int width = header.getInt();
      int height = header.getInt();
      if (!known || !Arrays.equals(source, digest) || !isLength(file.length(), width, height)) {
        return Optional.empty();
      }
      byte[] pixels = new byte[3 * width * height];
      stream.readFully(pixels);
      return header.getInt() == checksum(header.array(), pixels)
          ? Optional.of(new RgbImage(width, height, pixels))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Writes an entry. No reader sees a half-written one.
   *
   * @param digest SHA-256 of the image file
   */
  static void write(Path entry, byte[] digest, RgbImage image) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(HEADER);
    header.putLong(FORMAT).put(digest).putInt(image.width()).putInt(image.height());
    header.putInt(checksum(header.array(), image.pixels()));
    Path partial = entry.resolveSibling(entry.getFileName() + "." + UUID.randomUUID());
    try {
      try (OutputStream stream = Fresh.open(partial)) {
        stream.write(header.array());
        stream.write(image.pixels());
      }
      Files.move(
          partial, entry, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(partial);
    }
  }

  private static boolean isLength(long bytes, int width, int height) {
    return width > 0 && height > 0 && bytes - HEADER == 3L * width * height;
  }

  private static int checksum(byte[] header, byte[] pixels) {
    CRC32C crc = new CRC32C();
    crc.update(header, 0, CHECKED);
    crc.update(pixels, 0, pixels.length);
    return (int) crc.getValue();
  }
}
