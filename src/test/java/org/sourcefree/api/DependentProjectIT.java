package org.sourcefree.api;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Another Maven project that depends on the jar as it was just packaged. Maven gets every other
 * file from the local repository of the build that runs this, as from a remote one, and nothing
 * from elsewhere; what it downloads so goes to target/it.
 */
class DependentProjectIT {
  private static final Path PROJECT = Path.of("src/it/dependent");
  private static final Path BUILD = Path.of("target/it").toAbsolutePath();

  @TempDir private Path folder;

  @Test
  void isBuiltAndRuns() throws Exception {
    copy(PROJECT, folder);
    install();
    String built = run(mavenCommand());
    assertThat(folder.resolve("target/classes/example/Main.class")).as(built).isRegularFile();
    String classPath =
        folder.resolve("target/classes")
            + File.pathSeparator
            + Files.readString(folder.resolve("target/classpath.txt"));
    String said =
        run(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath,
                "example.Main",
                Path.of("models/street_scenes_source").toAbsolutePath().toString(),
                Path.of("configs/street_scenes/entmin.yaml").toAbsolutePath().toString(),
                folder.resolve("out").toString()));
    assertThat(said.lines())
        .anyMatch(line -> line.matches("source: 96 x 48 pixels, 19 classes, the first pixel is .+"))
        .anyMatch(line -> line.matches("\\{maximum_squares=-0\\.[0-9]+}"))
        .anyMatch(line -> line.matches("adapted: 96 x 48 pixels, 19 classes, .+"));
  }

  /** As mvn install does. */
  private static void install() throws IOException {
    Path jar = Path.of(property("sourcefree.jar"));
    Path place =
        Files.createDirectories(BUILD.resolve("repository/org/sourcefree/sourcefree/0.2.0"));
    Files.copy(jar, place.resolve("sourcefree-0.2.0.jar"), StandardCopyOption.REPLACE_EXISTING);
    Files.copy(
        Path.of("pom.xml"),
        place.resolve("sourcefree-0.2.0.pom"),
        StandardCopyOption.REPLACE_EXISTING);
  }

  private List<String> mavenCommand() throws IOException {
    Path settings = folder.resolve("settings.xml");
    Files.writeString(
        settings,
        """
        <settings>
          <localRepository>%s</localRepository>
          <mirrors>
            <mirror><id>local</id><mirrorOf>*</mirrorOf><url>%s</url></mirror>
          </mirrors>
        </settings>
        """
            .formatted(
                BUILD.resolve("repository"), Path.of(property("sourcefree.repository")).toUri()));
    return List.of(
        Path.of(property("sourcefree.maven"), "bin", "mvn").toString(),
        "-B",
        "-q",
        "-s",
        settings.toString(),
        "-f",
        folder.resolve("pom.xml").toString(),
        "compile");
  }

  private String run(List<String> command) throws Exception {
    Path said = folder.resolve("said.txt");
    ProcessBuilder builder =
        new ProcessBuilder(new ArrayList<>(command))
            .redirectErrorStream(true)
            .redirectOutput(said.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("TF_CPP_MIN_LOG_LEVEL", "3");
    int code = builder.start().waitFor();
    String text = Files.readString(said, StandardCharsets.UTF_8);
    assertThat(code).as(text).isZero();
    return text;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
  }

  private static String property(String name) {
    return requireNonNull(System.getProperty(name), name);
  }
}
