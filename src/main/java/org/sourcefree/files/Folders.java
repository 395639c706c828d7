package org.sourcefree.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.stream.Stream;
import org.sourcefree.InvalidInputException;

/** Complete folders: written beside their place, moved there when done. */
public final class Folders {
  private Folders() {}

  /**
   * Makes a folder, and those it lies in.
   *
   * @throws InvalidInputException if it cannot be made
   */
  public static void create(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw notMade(folder, e);
    }
  }

  /** Why a folder could not be made. */
  public static InvalidInputException notMade(Path folder, IOException e) {
    if (e instanceof FileAlreadyExistsException there) {
      return new InvalidInputException(
          "the folder %s could not be made: %s is a file".formatted(folder, there.getFile()), e);
    }
    return new InvalidInputException(
        "the folder %s could not be made: %s".formatted(folder, Durable.reason(e)), e);
  }

  /** Makes the folder that a file or folder will lie in. */
  public static void createParent(Path child) {
    Path parent = child.toAbsolutePath().getParent();
    if (parent != null) {
      create(parent);
    }
  }

  /** Deletes a folder with everything in it, if it exists; of a link, the link alone. */
  public static void delete(Path folder) {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Moves a complete folder into place, in place of an older one, once the disk has all of it. When
   * it fails or is killed the older one is kept; {@link #settle} brings it back.
   */
  public static void move(Path complete, Path place) {
    Path replaced = replaced(place);
    try {
      Durable.syncAll(complete);
      if (Files.exists(place)) {
        delete(replaced);
        Files.move(place, replaced, StandardCopyOption.ATOMIC_MOVE);
      }
      Files.move(complete, place, StandardCopyOption.ATOMIC_MOVE);
      Durable.syncFolder(place.toAbsolutePath().resolveSibling(""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    delete(replaced);
  }

  /** Ends a move that was killed half way: the older folder is back, or gone if the new one is. */
  public static void settle(Path place) {
    Path replaced = replaced(place);
    if (Files.exists(place)) {
      delete(replaced);
    } else if (Files.exists(replaced)) {
      try {
        Files.move(replaced, place, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static Path replaced(Path place) {
    return place.resolveSibling(place.getFileName() + ".replaced");
  }

  /** The folder, or the nearest above it that exists. */
  public static Path existing(Path folder) {
    Path place = folder.toAbsolutePath().normalize();
    while (!Files.exists(place)) {
      place = place.resolveSibling("").toAbsolutePath();
    }
    return place;
  }
}
