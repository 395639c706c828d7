package org.sourcefree.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What tools/sourcefree starts Java with, and when it builds. */
class LauncherTest {
  private static final String ARCHIVE = "-XX:SharedArchiveFile=";

  @TempDir private Path home;

  @BeforeEach
  void layOut() throws IOException {
    for (String folder : List.of("tools", "bin", "src/main", "configs", "target/launch")) {
      Files.createDirectories(home.resolve(folder));
    }
    Files.writeString(home.resolve("pom.xml"), "");
    Files.writeString(home.resolve("configs/schema.json"), "");
    Files.copy(Path.of("tools/sourcefree"), home.resolve("tools/sourcefree"));
    program("java", "env", "echo \"$@\"");
  }

  @Test
  void namesBeyondAsciiAreReadInTheLocaleC() throws Exception {
    Files.writeString(home.resolve("target/launch/program.jar"), "");
    for (String locale : List.of("C", "POSIX", "", "no_SUCH.locale", "C.UTF-8")) {
      assertThat(output(start(locale))).contains("LC_ALL=C.UTF-8");
    }
  }

  @Test
  void javaGetsTheArchiveOfClassesThatItMadeItself() throws Exception {
    Files.writeString(home.resolve("target/launch/program.jar"), "");
    Files.writeString(home.resolve("target/launch/_usr_lib_another_bin_java.jsa"), "");
    assertThat(output(start("C"))).doesNotContain(ARCHIVE);
    String own = home.resolve("bin/java").toRealPath().toString().replace('/', '_') + ".jsa";
    Files.writeString(home.resolve("target/launch").resolve(own), "");
    assertThat(output(start("C"))).contains(ARCHIVE, own + " ", "org.sourcefree.cli.Sourcefree");
    Files.writeString(home.resolve("target/sourcefree-1.jar"), "");
    assertThat(output(start("C"))).as("of other classes").doesNotContain(ARCHIVE);
  }

  @Test
  void ofSeveralStartedAtOnceOneBuilds() throws Exception {
    program("mvn", "echo built >> builds", "echo > target/launch/sourcefree-1.jar");
    List<Process> started = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      started.add(start("C"));
    }
    for (Process each : started) {
      assertThat(output(each)).contains("program.jar:");
    }
    assertThat(home.resolve("builds")).hasContent("built");
    assertThat(home.resolve("target/launch/sourcefree-1.jar")).doesNotExist();
  }

  /** Stands for a program of that name. */
  private void program(String name, String... lines) throws IOException {
    Path file = home.resolve("bin").resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  private Process start(String locale) throws IOException {
    ProcessBuilder bash =
        new ProcessBuilder("bash", home.resolve("tools/sourcefree").toString(), "--version");
    Map<String, String> environment = bash.environment();
    environment.keySet().removeAll(List.of("LANG", "LC_CTYPE", "SOURCEFREE_PROFILES"));
    environment.put("LC_ALL", locale);
    environment.merge("PATH", home.resolve("bin").toString(), (old, ours) -> ours + ":" + old);
    return bash.redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  private static String output(Process started) throws IOException, InterruptedException {
    String text = new String(started.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(started.waitFor()).isZero();
    return text;
  }
}
