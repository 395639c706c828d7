package org.sourcefree.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class SharedLibraryTest {
  @Test
  void opensByNameAndSaysWhere() {
    SharedLibrary mathematics = SharedLibrary.open("libm.so.6");
    assertThat(mathematics.found()).isTrue();
    assertThat(mathematics.path().orElseThrow()).exists().hasFileName("libm.so.6");
  }

  @Test
  void tellsTheMissingFromTheDamaged(@TempDir Path folder) throws IOException {
    SharedLibrary missing = SharedLibrary.open("libnobody.so.7");
    assertThat(missing.found()).isFalse();
    assertThat(missing.missing()).isTrue();

    Path file = Files.createFile(folder.resolve("libdamaged.so.1"));
    SharedLibrary damaged = SharedLibrary.open(file.toString());
    assertThat(damaged.found()).isFalse();
    assertThat(damaged.missing()).isFalse();
    assertThat(damaged.failure().orElseThrow()).contains("file too short");
  }
}
