package org.sourcefree.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** Files that outlive a loss of power: synced, then renamed into place. */
public final class Durable {
  private Durable() {}

  /** Writes a file by way of a neighbour, so that no reader sees half of it. */
  public static void write(Path file, byte[] bytes) throws IOException {
    Path part = Fresh.beside(file, ".part");
    try {
      Fresh.write(part, bytes);
      sync(part);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      Files.deleteIfExists(part);
      throw named(file, e);
    }
    syncFolder(file.toAbsolutePath().resolveSibling(""));
  }

  /**
   * Writes behind what a file holds, which may not exist yet; {@link #sync} has the disk take it.
   */
  public static void append(Path file, String text) {
    try {
      Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(named(file, e));
    }
  }

  /** The fault with the file's name, which Java leaves out when a disk is full. */
  private static IOException named(Path file, IOException e) {
    return e instanceof FileSystemException
        ? e
        : new FileSystemException(file.toString(), null, e.getMessage());
  }

  /** Why the system refused, in a few words, without the file's name. */
  public static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "access denied";
    } else if (e instanceof NoSuchFileException) {
      return "no such file";
    } else if (e instanceof FileSystemException fault) {
      return fault.getReason() == null ? e.getClass().getSimpleName() : fault.getReason();
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  /** Has the disk take everything that was written to a file, if it exists. */
  public static void sync(Path file) {
    if (!Files.exists(file)) {
      return;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Has the disk take a folder and everything in it. */
  static void syncAll(Path folder) throws IOException {
    List<Path> paths;
    try (Stream<Path> found = Files.walk(folder)) {
      paths = found.toList();
    }
    for (Path path : paths) {
      if (Files.isDirectory(path)) {
        syncFolder(path);
      } else {
        sync(path);
      }
    }
  }

  /** Has the disk take the names in a folder; not every system can. */
  static void syncFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows opens no folders; the files themselves are synced.
    }
  }
}
