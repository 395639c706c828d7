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
import org.sourcefree.data.EvaluationView;
import org.sourcefree.data.cache.ImageCache;
import org.sourcefree.network.TestTimeAugmentation;
import org.sourcefree.testing.TestImages;

class AdaptationTest {
  private static final String SOFT =
      "pseudo_labels={kind: normalised_class_balanced, proportion: 0.2, proportion_growth: 0, proportion_limit: 0.5, every: 1, soft: 0.25}";

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

  @Test
  void nothingThatIsSaidStaysWithoutEffect() {
    String source = "data.source={kind: gta5, root: some/folder}";
    String unlabelled = "pseudo_labels={kind: none}";
    String entropy = "objective=[{kind: entropy, weight: 1}]";
    String teacher = "teacher={decay: 0.9, ramp: true, statistics: batch}";
    String prior = "{kind: prior_thresholds, upper: 0.8, lower: 0.2, prior_rate: 0.1, beta: 0.001}";
    String selecting = "teacher={decay: 0.9, ramp: true, statistics: batch, labels: " + prior + "}";
    String mixing = "mixing={kind: class_mix, share: 0.5}";
    assertThat(read(selecting, unlabelled).untrained().teacher()).isPresent();
    assertThat(read(teacher, mixing, entropy, unlabelled).mixing()).isPresent();
    assertRefused("where teacher.labels is prior_thresholds, which reads no other", selecting);
    assertRefused("where teacher.labels is prior_thresholds", selecting, source, unlabelled);
    assertRefused("teacher must have mixing or a term beside it", teacher, entropy);
    assertRefused(
        "teacher.labels must have a term beside it",
        selecting,
        unlabelled,
        "objective=[{kind: negative_binary_cross_entropy, weight: 1}]");
    assertRefused(
        "mixing must have a batch_size of at least 2", teacher, mixing, "training.batch_size=1");
    assertRefused(
        "uniformity on the domain source must have data.source beside it",
        "objective=[{kind: uniformity, weight: 1, domain: source}]");
    assertRefused(
        "data.source_labels must have a term beside it that reads labels",
        source,
        "data.source_labels={kind: similar, keep: 0.9, temperature: 2, pool: exact, unmatched: keep}",
        entropy);
    assertRefused(
        "rare_classes must have pseudo labels",
        "data.training_view.rare_classes={below: 0.1, chance: 1}",
        unlabelled,
        entropy);
  }

  @Test
  void distributionsAreLearntByWhatTakesThem() {
    assertThat(read(SOFT).step().orElseThrow().distributions()).isTrue();
    assertThat(read().step().orElseThrow().distributions()).isFalse();
    assertRefused("soft must be in (0, 1], got 0.0", SOFT.replace("0.25", "0"));
    assertRefused(
        "pseudo_labels.soft must stand without a teacher",
        SOFT,
        "teacher={decay: 0.9, ramp: true, statistics: batch}");
    assertRefused(
        "mean must be labelled or all with pseudo_labels.soft, got nonzero",
        SOFT,
        "objective=[{kind: cross_entropy, weight: 1, mean: nonzero}]");
  }

  @Test
  void labellingSeesWhatEvaluationSeesUnlessItIsSaid() {
    assertThat(read().data().labelling().whole()).isEqualTo(read().data().evaluationView());
    assertThat(read().data().labelling().views()).isEqualTo(TestTimeAugmentation.NONE);
    String view = "data.labelling_view={width: 60, height: 30, augmentation: ";
    Adaptation seen = read(view + "{flip: true, scales: [1, 2]}}");
    assertThat(seen.data().labelling().whole()).isEqualTo(new EvaluationView(60, 30));
    assertThat(seen.data().labelling().views().views()).isEqualTo(4);
    assertThat(seen.withoutCache()).isEqualTo(seen);
    assertRefused("width must be positive", "data.labelling_view={width: 0, height: 30}");
    assertRefused(
        "data.labelling_view must have one view beside layout and similar",
        view + "{flip: true, scales: [1]}}",
        "data.source={kind: gta5, root: some/folder}",
        "data.source_images={kind: layout, count: 2, considered: 1, centres: 1}");
    assertRefused(
        "must average probabilities where pseudo_labels are soft",
        view + "{flip: true, scales: [1], average: logits}}",
        SOFT);
  }

  @Test
  void aPretrainingHasNoRareClasses() {
    assertThatThrownBy(
            () ->
                ConfigReader.read(
                    Path.of("models/street_scenes_source/experiment.yaml"),
                    List.of("data.training_view.rare_classes={below: 0.1, chance: 1}"),
                    Pretraining.class))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("rare_classes must have pseudo labels");
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
