package org.sourcefree.config;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.experiment.Experiment;
import org.sourcefree.testing.Untrusted;

/** Whatever stands in a config is read or refused. */
class YamlFuzzTest {
  @TempDir private static Path folder;

  @FuzzTest(maxDuration = "60s")
  @Timeout(30)
  void isReadOrRefused(byte[] content) {
    Untrusted.file(
        folder.resolve("config.yaml"),
        content,
        file -> ConfigReader.read(file, List.of(), Experiment.class));
  }
}
