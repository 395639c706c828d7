package org.sourcefree.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.sourcefree.InvalidInputException;
import org.sourcefree.data.Sample;
import org.sourcefree.files.FileNames;
import org.sourcefree.machine.Machine;

/** Where a run's results come from: the code, the machine, the model and the data. */
public final class Provenance {
  private final Map<String, Object> entries = new LinkedHashMap<>();

  /** Notes the code, the machine and the seed. */
  public Provenance(long seed) {
    entries.put("started", Instant.now().toString());
    entries.putAll(Machine.facts());
    entries.put("seed", seed);
  }

  /** Notes the SHA-256 over a model's files, in the order of their names. */
  public Provenance model(Path savedModel) {
    return file("model", savedModel);
  }

  /** Notes the SHA-256 of a file, or over a folder's files in the order of their names. */
  public Provenance file(String role, Path path) {
    entries.put(role, path.toString());
    entries.put(role + "_sha256", hashOf(path));
    return this;
  }

  /** SHA-256 of a file, or over a folder's files in the order of their names, hexadecimal. */
  public static String hashOf(Path path) {
    MessageDigest digest = digest();
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        try (InputStream stream = new DigestInputStream(Files.newInputStream(file), digest)) {
          stream.transferTo(OutputStream.nullOutputStream());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text(digest);
  }

  /** Notes how many images there are and the SHA-256 over their names and sizes in bytes. */
  public Provenance images(String role, List<Sample> samples) {
    MessageDigest digest = digest();
    try {
      for (Sample sample : samples) {
        if (!Files.exists(sample.image())) {
          throw new InvalidInputException(
              "image %s does not exist%s"
                  .formatted(sample.image(), FileNames.from(sample.image())));
        }
        String line = sample.name() + " " + Files.size(sample.image()) + "\n";
        digest.update(bytes(line));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    entries.put(role + "_images", samples.size());
    entries.put(role + "_sha256_of_names_and_sizes", text(digest));
    return this;
  }

  /** What was noted. */
  public Map<String, Object> entries() {
    return entries;
  }

  /** SHA-256 of a text's UTF-8, hexadecimal. */
  public static String sha256(String text) {
    MessageDigest digest = digest();
    digest.update(bytes(text));
    return text(digest);
  }

  public static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  public static String text(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  public static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
