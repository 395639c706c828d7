package org.sourcefree.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What tools/sourcefree starts Java with, where nothing is to be built. */
class LauncherTest {
  @TempDir private Path home;

  @Test
  void namesBeyondAsciiAreReadInTheLocaleC() throws Exception {
    assertThat(javasEnvironment(Map.of("LC_ALL", "C"))).contains("LC_ALL=C.UTF-8");
    assertThat(javasEnvironment(Map.of("LC_ALL", "POSIX"))).contains("LC_ALL=C.UTF-8");
    assertThat(javasEnvironment(Map.of("LC_ALL", ""))).contains("LC_ALL=C.UTF-8");
    assertThat(javasEnvironment(Map.of("LC_ALL", "no_SUCH.locale"))).contains("LC_ALL=C.UTF-8");
    assertThat(javasEnvironment(Map.of("LC_ALL", "C.UTF-8"))).contains("LC_ALL=C.UTF-8");
  }

  /** Of a Java that prints its environment. */
  private String javasEnvironment(Map<String, String> locale)
      throws IOException, InterruptedException {
    for (String folder : new String[] {"tools", "bin", "src/main", "configs", "target/launch"}) {
      Files.createDirectories(home.resolve(folder));
    }
    Files.writeString(home.resolve("pom.xml"), "");
    Files.writeString(home.resolve("configs/schema.json"), "");
    Path launcher = home.resolve("tools/sourcefree");
    Files.writeString(launcher, Files.readString(Path.of("tools/sourcefree")));
    Path java = home.resolve("bin/java");
    Files.writeString(java, "#!/bin/sh\nenv\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
    Files.writeString(home.resolve("target/launch/.built"), "");
    ProcessBuilder bash = new ProcessBuilder("bash", launcher.toString(), "--version");
    bash.environment().remove("LANG");
    bash.environment().remove("LC_CTYPE");
    bash.environment().putAll(locale);
    bash.environment()
        .merge("PATH", home.resolve("bin").toString(), (old, ours) -> ours + ":" + old);
    Process started = bash.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String text = new String(started.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(started.waitFor()).isZero();
    return text;
  }
}
