package org.sourcefree.pseudolabel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A file that grows at its end and is read anywhere, in the machine's byte order. Safe for reading
 * by several threads.
 */
final class AppendedFile implements AutoCloseable {
  private final FileChannel file;

  private AppendedFile(Path path, List<OpenOption> options) {
    try {
      file = FileChannel.open(path, options.toArray(OpenOption[]::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A new file in the place of what is there, deleted on closing. */
  static AppendedFile scratch(Path path) {
    return anew(path, List.of(StandardOpenOption.DELETE_ON_CLOSE));
  }

  /** A new file in the place of what is there. */
  static AppendedFile kept(Path path) {
    return anew(path, List.of());
  }

  /** A file to be read. */
  static AppendedFile existing(Path path) {
    return new AppendedFile(path, List.of(StandardOpenOption.READ));
  }

  private static AppendedFile anew(Path path, List<OpenOption> more) {
    List<OpenOption> options = new ArrayList<>(more);
    options.add(StandardOpenOption.READ);
    options.add(StandardOpenOption.WRITE);
    options.add(StandardOpenOption.CREATE_NEW);
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new AppendedFile(path, options);
  }

  /** Space for so many bytes, in the machine's order. */
  static ByteBuffer bytes(int count) {
    return ByteBuffer.allocate(count).order(ByteOrder.nativeOrder());
  }

  /** The file's length, bytes. */
  long size() {
    try {
      return file.size();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Appends all of the buffer's array and returns where it starts, bytes. */
  long append(ByteBuffer bytes) {
    bytes.clear();
    try {
      long offset = file.size();
      file.position(offset);
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
      return offset;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** So many bytes from the offset on, from position 0 of the buffer. */
  ByteBuffer read(long offset, int count) {
    ByteBuffer bytes = bytes(count);
    try {
      while (bytes.hasRemaining()) {
        if (file.read(bytes, offset + bytes.position()) < 0) {
          throw new IllegalStateException("a scratch file ended early");
        }
      }
      return bytes.rewind();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
