package org.sourcefree.files;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/** Files that are made anew: what lay in their place is gone, and a link there is not followed. */
public final class Fresh {
  /** Bytes. */
  private static final int LONGEST_NAME = 255;

  private Fresh() {}

  /**
   * The neighbour in which a file or folder is made before it is moved to its place: its name with
   * an ending, or if that is longer than file systems take, its beginning and a checksum.
   */
  public static Path beside(Path place, String ending) {
    return place.resolveSibling(neighbour(String.valueOf(place.getFileName()), ending));
  }

  static String neighbour(String name, String ending) {
    if (length(name + ending) <= LONGEST_NAME) {
      return name + ending;
    }
    CRC32C checksum = new CRC32C();
    checksum.update(name.getBytes(StandardCharsets.UTF_8));
    String end = "~%08x".formatted(checksum.getValue()) + ending;
    int cut = name.length();
    while (length(name.substring(0, cut) + end) > LONGEST_NAME) {
      cut = name.offsetByCodePoints(cut, -1);
    }
    return name.substring(0, cut) + end;
  }

  private static int length(String name) {
    return name.getBytes(StandardCharsets.UTF_8).length;
  }

  /** A stream to a new file. */
  public static OutputStream open(Path file) throws IOException {
    Files.deleteIfExists(file);
    return Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  /** Writes a new file. */
  public static void write(Path file, byte[] bytes) throws IOException {
    try (OutputStream out = open(file)) {
      out.write(bytes);
    }
  }
}
