package org.sourcefree.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.InvalidInputException;
import org.sourcefree.config.ConfigReader;
import org.sourcefree.config.ConfigWriter;
import org.sourcefree.data.cache.ImageCache;
import org.sourcefree.testing.TestImages;

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

  /** Of the labels of a random share no copy is needed, of those that are filtered one is. */
  @Test
  void labelsOfSourceImagesAreKeptWhereTheyAreFiltered(@TempDir Path root) {
    for (int i = 0; i < 10; i++) {
      TestImages.writePng(root.resolve("images/" + i + ".png"), TestImages.samples(4, 3, 3, 0));
    }
    String source = "data.source={kind: gta5, root: " + root + "}";
    String similar =
        "data.source_labels={kind: similar, keep: 0.9, temperature: 2, pool: exact, unmatched: keep}";
    String share =
        "data.source_images={kind: random_share, proportion: 0.1, proportion_limit: 0.3}";
    String layout = "data.source_images={kind: layout, count: 4, considered: 1, centres: 1}";
    assertThat(read().data().keptBeside()).isZero();
    assertThat(read(source, share).data().keptBeside()).isZero();
    assertThat(read(source, layout).data().keptBeside()).isZero();
    assertThat(read(source, similar).data().keptBeside()).isEqualTo(10);
    assertThat(read(source, similar, share).data().keptBeside()).isEqualTo(3);
    assertThat(read(source, similar, layout).data().keptBeside()).isEqualTo(4);
  }

  private static void assertRefused(String message, String... set) {
    assertThatThrownBy(() -> read(set))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }
}
