package org.sourcefree.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** SHA-256 of files, in a file of the format that {@code sha256sum -c} reads where it lies. */
public final class Checksums {
  private static final String BETWEEN = "  ";

  private Checksums() {}

  /**
   * Notes files.
   *
   * @param sums the file to write
   * @param files by their names below the folder of {@code sums}, wherever they are now
   */
  public static void write(Path sums, Map<String, Path> files) {
    StringBuilder lines = new StringBuilder();
    try {
      for (Map.Entry<String, Path> file : files.entrySet()) {
        lines.append(of(file.getValue())).append(BETWEEN).append(file.getKey()).append('\n');
      }
      Durable.write(sums, lines.toString().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What differs from what was noted, in a few words; empty if nothing does.
   *
   * @param folder every file of which must have been noted
   */
  public static Optional<String> difference(Path sums, Path folder) {
    try {
      if (!Files.isRegularFile(sums) || !Files.isDirectory(folder)) {
        return Optional.of((Files.isDirectory(folder) ? sums : folder) + " is missing");
      }
      Path base = sums.resolveSibling("");
      Set<Path> unnoted = new LinkedHashSet<>(files(folder, "").values());
      unnoted.remove(sums);
      for (String line : Files.readAllLines(sums)) {
        String name = line.substring(Math.max(0, line.indexOf(BETWEEN)) + BETWEEN.length());
        Path file = base.resolve(name);
        if (!Files.isRegularFile(file) || !line.equals(of(file) + BETWEEN + name)) {
          return Optional.of(name + " is not what was written");
        }
        unnoted.remove(file);
      }
      return unnoted.stream().findFirst().map(file -> file + " was not written with it");
    } catch (IOException | InvalidPathException | StringIndexOutOfBoundsException e) {
      return Optional.of(sums + " cannot be read");
    }
  }

  /** Every file at any depth of a folder, by its name below it behind a prefix. */
  public static Map<String, Path> files(Path folder, String prefix) throws IOException {
    Map<String, Path> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(folder)) {
      paths
          .filter(path -> !Files.isDirectory(path))
          .forEach(
              path ->
                  files.put(prefix + folder.relativize(path).toString().replace('\\', '/'), path));
    }
    return files;
  }

  private static String of(Path file) throws IOException {
    MessageDigest digest = sha256();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
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
