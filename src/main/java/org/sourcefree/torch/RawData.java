package org.sourcefree.torch;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** A file read in pieces, little-endian. */
final class RawData implements AutoCloseable {
  private final FileChannel channel;

  RawData(Path file) throws IOException {
    channel = FileChannel.open(file);
  }

  /** Length of the file, bytes. */
  long size() throws IOException {
    return channel.size();
  }

  /** Some bytes; {@link EOFException} if the file ends before. */
  ByteBuffer bytes(long offset, int length) throws IOException {
    if (offset < 0 || length < 0 || offset > size() - length) {
      throw new EOFException("the file ends early");
    }
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, offset + bytes.position()) < 0) {
        throw new EOFException("the file ends early");
      }
    }
    return bytes.flip();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
