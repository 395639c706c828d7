package org.sourcefree.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.sourcefree.InvalidInputException;
import org.sourcefree.files.Durable;
import org.sourcefree.files.FileNames;

/** Reads and writes small UTF-8 files. */
final class TextFile {
  private TextFile() {}

  /**
   * Reads a file.
   *
   * @param limit bytes, the most the file may hold
   */
  static String read(Path file, int limit) {
    if (Files.isDirectory(file)) {
      throw new InvalidInputException("expected a file, got a folder (" + file + ")");
    }
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new InvalidInputException(
          "expected a file, got what is none, such as a pipe (" + file + ")");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(limit + 1);
      if (bytes.length > limit) {
        throw new InvalidInputException(
            "the file must hold at most %d bytes, got more (%s)".formatted(limit, file));
      }
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\ufeff") ? text.substring(1) : text;
    } catch (NoSuchFileException e) {
      throw new InvalidInputException(
          "there must be a file, got none (" + file + FileNames.from(file) + ")", e);
    } catch (CharacterCodingException e) {
      throw new InvalidInputException(
          "the file must be UTF-8 text, got other bytes (" + file + ")", e);
    } catch (IOException e) {
      throw failed("readable", file, e);
    }
  }

  /** Writes a file by way of a neighbour, so that no reader sees half of it. */
  static void write(Path file, String text) {
    try {
      Durable.write(file, text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw failed("writable", file, e);
    }
  }

  private static InvalidInputException failed(String wanted, Path file, IOException e) {
    return new InvalidInputException(
        "the file must be %s, got %s (%s)".formatted(wanted, Durable.reason(e), file), e);
  }
}
