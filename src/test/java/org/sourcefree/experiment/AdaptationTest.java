package org.sourcefree.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sourcefree.config.ConfigReader;
import org.sourcefree.config.ConfigWriter;
import org.sourcefree.data.cache.ImageCache;

class AdaptationTest {
  private static Adaptation read(String... set) {
    return ConfigReader.read(
        Path.of("configs/street_scenes/ld.yaml"), List.of(set), Adaptation.class);
  }

  @Test
  void aCacheMayBeNamedAndIsWrittenWithTheConfig() {
    Adaptation cached = read("data.cache.folder=some/folder");

    assertThat(read().data().cache()).isEmpty();
    assertThat(cached.data().cache()).contains(new ImageCache(Path.of("some/folder")));
    assertThat(ConfigWriter.yaml(cached)).contains("cache:").contains("some/folder");
  }

  @Test
  void withoutItsCacheAConfigIsTheSameAsOneThatNamesNone() {
    Adaptation decoded = read("data.cache.folder=some/folder").withoutCache();

    assertThat(decoded).isEqualTo(read());
    assertThat(ConfigWriter.yaml(decoded)).isEqualTo(ConfigWriter.yaml(read()));
  }
}
