package org.sourcefree.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sourcefree.InvalidInputException;
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

  @Test
  void sourceImagesAreMatchedWithWhatIsLabelled() {
    String source = "data.source={kind: gta5, root: some/folder}";
    String layout = "data.source_images={kind: layout, count: 2, considered: 1, centres: 1}";
    assertThat(read(source, layout).data().source()).isPresent();
    assertThat(read(source, layout).untrained().data().source()).isPresent();
    assertRefused("source must be there beside source_images", layout);
    assertRefused(
        "pseudo_labels must not be none, as layout and similar compare",
        source,
        layout,
        "pseudo_labels={kind: none}",
        "objective=[{kind: entropy, weight: 1}]");
  }

  private static void assertRefused(String message, String... set) {
    assertThatThrownBy(() -> read(set))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }
}
