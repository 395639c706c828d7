package org.sourcefree.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sourcefree.InvalidInputException;
import org.sourcefree.files.Durable;
import org.sourcefree.files.Folders;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints the JSON Schema of configs, which editors complete and check by. */
@Command(
    name = "schema",
    description =
        "Prints the JSON Schema (draft-07) of configs, by which editors complete and check them.",
    footer = "tools/sourcefree schema --out schema.json",
    mixinStandardHelpOptions = true)
final class SchemaCommand implements Callable<Integer> {
  /** configs/schema.json, which the build puts there. */
  private static final String RESOURCE = "schema.json";

  private static final String TITLE = "\"title\": \"A config of sourcefree\"";
  private static final int BEGINNING = 200;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write it there, in place of an earlier one.")
  private @Nullable Path output;

  @Override
  public Integer call() {
    String schema = schema();
    if (output == null) {
      System.out.print(schema);
    } else {
      write(schema, output);
    }
    return 0;
  }

  private static void write(String schema, Path file) {
    if (Files.isDirectory(file)) {
      throw new InvalidInputException("--out must be a file, got the folder " + file);
    }
    Folders.createParent(file);
    try {
      requireOwn(file);
      Durable.write(file, schema.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void requireOwn(Path file) throws IOException {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !isSchema(file)) {
      throw new InvalidInputException(
          "--out must be a new file or a schema of ours, %s is neither".formatted(file));
    }
  }

  private static boolean isSchema(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(BEGINNING), StandardCharsets.UTF_8).contains(TITLE);
    }
  }

  private static String schema() {
    try (InputStream stream =
        Objects.requireNonNull(SchemaCommand.class.getResourceAsStream(RESOURCE))) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
