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
import java.util.function.Consumer;
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
  private static final long POLL_MILLISECONDS = 200;

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
    return take(folder, beside(folder), true);
  }

  /**
   * Takes the lock of a folder that exists; empty if another process, or another part of this one,
   * has it.
   *
   * @throws InvalidInputException if the folder cannot be written to
   */
  public static Optional<FolderLock> tryTake(Path folder) {
    return attempt(folder, folder.resolve(FILE), false);
  }

  /** As {@link #tryTake} of a folder that may not exist yet. */
  public static Optional<FolderLock> tryTakeBeside(Path folder) {
    return attempt(folder, beside(folder), true);
  }

  /**
   * Takes the lock of a folder that exists, as soon as no other has it.
   *
   * @param waiting told who has it, again and again; what it throws ends the waiting
   * @throws InvalidInputException if the folder cannot be written to
   */
  public static FolderLock await(Path folder, Consumer<String> waiting) {
    return await(folder, folder.resolve(FILE), false, waiting);
  }

  /**
   * Takes the lock of a folder that may not exist yet, as soon as no other has it.
   *
   * @param waiting as of {@link #await}
   * @throws InvalidInputException if its place cannot be written to
   */
  public static FolderLock awaitBeside(Path folder, Consumer<String> waiting) {
    return await(folder, beside(folder), true, waiting);
  }

  private static Path beside(Path folder) {
    return Fresh.beside(folder.resolveSibling("." + folder.getFileName()), FILE);
  }

  private static FolderLock await(
      Path folder, Path file, boolean temporary, Consumer<String> waiting) {
    while (true) {
      Optional<FolderLock> taken = attempt(folder, file, temporary);
      if (taken.isPresent()) {
        return taken.get();
      }
      waiting.accept(holder(file));
      try {
        Thread.sleep(POLL_MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while waiting for " + folder, e);
      }
    }
  }

  private static FolderLock take(Path folder, Path file, boolean temporary) {
    return attempt(folder, file, temporary)
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "one process at a time works on a folder, %s is in use by process %s"
                        .formatted(folder, holder(file))));
  }

  private static Optional<FolderLock> attempt(Path folder, Path file, boolean temporary) {
    try {
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (lock(channel) == null) {
        channel.close();
        return Optional.empty();
      }
      channel.truncate(0);
      byte[] number = Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8);
      channel.write(ByteBuffer.wrap(number), 0);
      return Optional.of(new FolderLock(channel, temporary ? Optional.of(file) : Optional.empty()));
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

  /** The number of the process that has the lock, as far as it can be read. */
  private static String holder(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer bytes = ByteBuffer.allocate(LONGEST_NUMBER);
      channel.read(bytes, 0);
      String number = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
      return number.matches("\\d+") ? number : "unknown";
    } catch (IOException e) {
      return "unknown";
    }
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
