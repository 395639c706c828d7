package org.sourcefree.torch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.sourcefree.InvalidInputException;
import org.sourcefree.files.FileNames;

/** Opens files of tensors: tells the formats apart and names the file in every message. */
public final class TensorFiles {
  private static final int ZIP = 0x504B0304;
  private static final int PICKLE_PROTOCOL = 0x80;
  private static final int FEWEST_BYTES = 10;
  private static final int BEGINNING = 512;

  /** Maybe behind a byte order mark, blanks and comments. */
  private static final Pattern WEB_PAGE =
      Pattern.compile(
          "(?:\\u00ef\\u00bb\\u00bf)?\\s*(?:<!--|<!doctype|<\\?xml|<html|<head|<body|<script|<title|<error)",
          Pattern.CASE_INSENSITIVE);

  private TensorFiles() {}

  /**
   * Opens a PyTorch checkpoint in the zip or the legacy format, or a safetensors file.
   *
   * @throws InvalidInputException if it is none of them, damaged, or holds more than tensors
   */
  public static TensorFile open(Path path) {
    if (!Files.isRegularFile(path)) {
      throw new InvalidInputException(
          "the checkpoint must be a file, found none: " + path + FileNames.from(path));
    }
    try {
      return new Named(path, opened(path));
    } catch (InvalidInputException e) {
      throw named(e, path);
    } catch (IOException | ArithmeticException e) {
      throw named(new InvalidInputException("the checkpoint is damaged or truncated", e), path);
    }
  }

  private static TensorFile opened(Path path) throws IOException {
    ByteBuffer start;
    String text;
    try (RawData data = new RawData(path)) {
      if (data.size() < FEWEST_BYTES) {
        throw new InvalidInputException("the checkpoint is damaged or truncated");
      }
      start = data.bytes(0, FEWEST_BYTES);
      byte[] beginning = data.bytes(0, (int) Math.min(data.size(), BEGINNING)).array();
      text = new String(beginning, StandardCharsets.ISO_8859_1);
    }
    requireNoText(text);
    // First, as the length before it may begin like a pickle.
    if (start.get(Long.BYTES) == '{') {
      return SafeTensors.open(path);
    }
    if (Integer.reverseBytes(start.getInt(0)) == ZIP) {
      return ZipCheckpoint.open(path);
    }
    if (Byte.toUnsignedInt(start.get(0)) == PICKLE_PROTOCOL && start.get(1) <= 5) {
      return LegacyCheckpoint.open(path);
    }
    throw new InvalidInputException(
        "the checkpoint must be a PyTorch or a safetensors file, found neither");
  }

  /** Downloads that went wrong leave something else under the checkpoint's name. */
  private static void requireNoText(String beginning) {
    if (beginning.startsWith("version https://git-lfs.github.com/")) {
      throw new InvalidInputException(
          "the checkpoint must be a PyTorch or a safetensors file, found a Git LFS pointer; git lfs pull fetches the file itself");
    }
    if (WEB_PAGE.matcher(beginning).lookingAt()) {
      throw new InvalidInputException(
          "the checkpoint must be a PyTorch or a safetensors file, found a web page; it must be downloaded again");
    }
  }

  private static InvalidInputException named(InvalidInputException e, Path path) {
    return new InvalidInputException("%s (%s)".formatted(e.getMessage(), path), e);
  }

  private record Named(Path path, TensorFile file) implements TensorFile {
    @Override
    public List<Entry> entries() {
      return file.entries();
    }

    @Override
    public List<String> skipped() {
      return file.skipped();
    }

    @Override
    public float[] read(Entry entry) {
      try {
        return file.read(entry);
      } catch (InvalidInputException e) {
        throw named(e, path);
      }
    }

    @Override
    public void close() {
      file.close();
    }
  }
}
