package org.sourcefree.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sourcefree.InvalidInputException;

/**
 * Keeps other processes out of a folder. The system lets go of it when this process ends, however
 * it ends.
 */
public final class FolderLock implements AutoCloseable {
  /** Name of the file that is locked; in the folder itself it stays behind. */
  public static final String FILE = ".lock";

  private static final int LONGEST_NUMBER = 20;

  private final FileChannel channel;
  private final Optional<Path> temporary;

  private FolderLock(FileChannel channel, Optional<Path> temporary) {
    this.channel = channel;
    this.temporary = temporary;
  }

  /**
   * Takes the lock of a folder that exists.
   *
   * @throws InvalidInputException if another run has it, or the folder cannot be written to
   */
  public static FolderLock take(Path folder) {
    return take(folder, folder.resolve(FILE), false);
  }

  /**
   * Takes the lock of a folder that may not exist yet; the one it will lie in must.
   *
   * @throws InvalidInputException if another run has it, or its place cannot be written to
   */
  public static FolderLock takeBeside(Path folder) {
    return take(
        folder, Fresh.beside(folder.resolveSibling("." + folder.getFileName()), FILE), true);
  }

  private static FolderLock take(Path folder, Path file, boolean temporary) {
    try {
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (lock(channel) == null) {
        String holder = holder(channel);
        channel.close();
        throw new InvalidInputException(
            "one process at a time works on a folder, %s is in use by process %s"
                .formatted(folder, holder));
      }
      channel.truncate(0);
      byte[] number = Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8);
      channel.write(ByteBuffer.wrap(number), 0);
      return new FolderLock(channel, temporary ? Optional.of(file) : Optional.empty());
    } catch (IOException e) {
      throw new InvalidInputException(
          "the folder %s must be writable and lockable, got %s"
              .formatted(folder, Durable.reason(e)),
          e);
    }
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private static String holder(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(LONGEST_NUMBER);
    channel.read(bytes, 0);
    String number = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
    return number.matches("\\d+") ? number : "unknown";
  }

  @Override
  public void close() {
    try {
      if (temporary.isPresent()) {
        Files.deleteIfExists(temporary.get());
      }
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
