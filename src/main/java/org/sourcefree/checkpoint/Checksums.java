package org.sourcefree.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The SHA-256 of every file in a folder, in a file of the format that {@code sha256sum -c} reads.
 */
final class Checksums {
  private static final String FILE = "SHA256SUMS";

  private Checksums() {}

  /** Notes the files that lie directly in a folder. */
  static void write(Path folder) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (String name : names(folder)) {
      lines.append(of(folder.resolve(name))).append("  ").append(name).append('\n');
    }
    Files.writeString(folder.resolve(FILE), lines);
  }

  /** What differs from what was noted, in a few words; empty if nothing does. */
  static Optional<String> difference(Path folder) {
    try {
      if (!Files.isRegularFile(folder.resolve(FILE))) {
        return Optional.of("it has no " + FILE);
      }
      List<String> noted = Files.readAllLines(folder.resolve(FILE), StandardCharsets.ISO_8859_1);
      for (String name : names(folder)) {
        if (!noted.contains(of(folder.resolve(name)) + "  " + name)) {
          return Optional.of(name + " is not what was written");
        }
      }
      return noted.size() == names(folder).size()
          ? Optional.empty()
          : Optional.of("a file is missing");
    } catch (IOException e) {
      return Optional.of("it cannot be read");
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      return children
          .map(child -> child.getFileName().toString())
          .filter(name -> !name.equals(FILE))
          .sorted()
          .toList();
    }
  }

  private static String of(Path file) throws IOException {
    MessageDigest digest = sha256();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(java.io.OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
