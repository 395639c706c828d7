package org.sourcefree.trust;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import org.sourcefree.files.Folders;

/**
 * How a process that tries a model answers: in a file of a folder that only this user can enter,
 * behind a word that it was told on its standard input. What it prints is nobody's answer.
 */
final class TrialChannel implements AutoCloseable {
  private static final int LONGEST = 1 << 20;
  private static final int WORD = 16;

  private final Path folder;
  private final String word;

  private TrialChannel(Path folder, String word) {
    this.folder = folder;
    this.word = word;
  }

  /** Makes a channel to a process to be started. */
  static TrialChannel open() throws IOException {
    byte[] bytes = new byte[WORD];
    new SecureRandom().nextBytes(bytes);
    return new TrialChannel(
        Files.createTempDirectory("sourcefree-trial"), HexFormat.of().formatHex(bytes));
  }

  /** The file to answer in. */
  Path file() {
    return folder.resolve("answer");
  }

  /** Tells the process the word, and what it is asked, on one line. */
  void ask(OutputStream process, String question) throws IOException {
    process.write((word + "\n" + question + "\n").getBytes(StandardCharsets.UTF_8));
    process.flush();
  }

  /** Writes an answer, in the process. */
  static void answer(Path file, String word, String answer) throws IOException {
    Files.writeString(file, word + "\n" + answer, StandardOpenOption.CREATE_NEW);
  }

  /**
   * What the process answered; empty if it did not, or without the word, or at too great length.
   */
  Optional<String> answered() throws IOException {
    if (!Files.isRegularFile(file())) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(file())) {
      byte[] bytes = in.readNBytes(LONGEST + 1);
      String text = new String(bytes, StandardCharsets.UTF_8);
      return bytes.length <= LONGEST && text.startsWith(word + "\n")
          ? Optional.of(text.substring(word.length() + 1))
          : Optional.empty();
    }
  }

  @Override
  public void close() {
    Folders.delete(folder);
  }
}
