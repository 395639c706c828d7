package org.sourcefree.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.sourcefree.InvalidInputException;

/** What every reader owes to whatever it is given: it reads it, or refuses it by name. */
public final class Untrusted {
  private Untrusted() {}

  /** Writes a file and has it read. */
  public static void file(Path file, byte[] content, Consumer<Path> reader) {
    try {
      Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    isReadOrRefused(file.toString(), () -> reader.accept(file));
  }

  /**
   * Has something read; anything thrown but a refusal that names it, in words that a terminal can
   * print, is a fault.
   */
  public static void isReadOrRefused(String name, Runnable reader) {
    try {
      reader.run();
    } catch (InvalidInputException e) {
      String message = String.valueOf(e.getMessage());
      if (!message.contains(name) || !message.lines().allMatch(Untrusted::isPrintable)) {
        throw new AssertionError("a refusal must name the file in printable words: " + message, e);
      }
    }
  }

  private static boolean isPrintable(String line) {
    return line.codePoints().noneMatch(Character::isISOControl);
  }
}
