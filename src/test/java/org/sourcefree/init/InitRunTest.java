package org.sourcefree.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sourcefree.InvalidInputException;
import org.sourcefree.config.ConfigReader;
import org.sourcefree.data.ClassSet;
import org.sourcefree.data.Dataset;
import org.sourcefree.data.Sample;
import org.sourcefree.data.StandardClasses;
import org.sourcefree.experiment.Adaptation;
import org.sourcefree.experiment.Experiment;
import org.sourcefree.model.ModelSession;
import org.sourcefree.network.Model;
import org.sourcefree.objective.Term;
import org.sourcefree.testing.TestImages;
import org.sourcefree.testing.TinyNetwork;

class InitRunTest {
  private static final long MEMORY = 8L << 30;
  private static final int[] COLOURS = {0x7a5230, 0x4caf50, 0x87ceeb};
  private static final ClassSet FIELDS =
      new ClassSet(List.of("soil", "plant", "sky"), List.of(0x7a5230, 0x4caf50, 0x87ceeb));
  private static final String STREETS = "models/street_scenes_source";

  @TempDir private static Path models;
  @TempDir private Path root;

  @BeforeAll
  static void export() {
    Model model = TinyNetwork.MODEL;
    try (ModelSession session =
        new ModelSession(new Model(model.network(), FIELDS, model.preprocessing()))) {
      session.initialise(1);
      session.export(models.resolve("fields"));
    }
  }

  private static String fields() {
    return models.resolve("fields").toString();
  }

  private void images(String folder, int count) {
    for (int i = 0; i < count; i++) {
      TestImages.writePng(
          root.resolve(folder).resolve(i + ".png"), TestImages.samples(40 + i, 24, 3, 0));
    }
  }

  private void labels(String folder, int count, int... ids) {
    for (int i = 0; i < count; i++) {
      int[] pixels = new int[(40 + i) * 24];
      for (int p = 0; p < pixels.length; p++) {
        pixels[p] = ids[p % ids.length];
      }
      TestImages.writePng(
          root.resolve(folder).resolve(i + ".png"), TestImages.grey(40 + i, 24, pixels));
    }
  }

  private InitRun.Written init(String model, String images, Optional<String> labels) {
    return new InitRun(
            new InitRun.Request(
                model,
                root.resolve(images).toString(),
                labels.map(each -> root.resolve(each).toString()),
                Optional.empty(),
                config()),
            MEMORY)
        .run();
  }

  private Path config() {
    return root.resolve("my/adapt.yaml");
  }

  private Adaptation read() {
    return Adaptation.of(ConfigReader.read(config(), List.of(), Experiment.class)).orElseThrow();
  }

  private String text() throws IOException {
    return Files.readString(config());
  }

  @Test
  void imagesAloneAreEnough() throws IOException {
    images("drive/a", 6);

    InitRun.Written written = init(STREETS, "drive", Optional.empty());

    Adaptation config = read();
    assertThat(config.data().target().samples()).hasSize(6);
    assertThat(config.data().evaluation()).isEmpty();
    assertThat(config.batchNorm().targetStatistics()).isTrue();
    assertThat(config.objective())
        .extracting(Term::name)
        .containsExactly("cross_entropy", "negative_learning");
    assertThat(config.training().keep()).isPresent();
    assertThat(config.training().onCollapse()).isPresent();
    assertThat(written.open()).isEmpty();
    assertThat(written.facts().get("Labels")).contains("nothing will be measured");
    assertThat(written.output()).isEqualTo(config.output()).doesNotExist();
    assertThat(text()).contains("measured at 256×128", "evaluation_view:");
    assertThat(text().lines()).allSatisfy(line -> assertThat(line.length()).isLessThan(200));
  }

  @Test
  void fewClassesHaveNoNegativeLearning() {
    images("drive", 2);
    init(fields(), "drive", Optional.empty());
    assertThat(read().objective()).extracting(Term::name).containsExactly("cross_entropy");
    assertThat(read().training().batchSize()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"drive, ids", "drive/*.png, ids/*.png", "drive, ids/*.png"})
  void labelsOfTheModelsIdsAreMeasuredOn(String images, String labels) throws IOException {
    images("drive", 3);
    labels("ids", 3, 0, 1, 2, 255);

    InitRun.Written written = init(fields(), images, Optional.of(labels));

    Dataset evaluation = read().data().evaluation().orElseThrow();
    for (Sample sample : evaluation.samples()) {
      assertThat(evaluation.label(sample, FIELDS).ids()).startsWith(0, 1, 2, 255);
    }
    assertThat(evaluation.samples()).hasSize(3);
    assertThat(written.facts().get("Labels"))
        .contains("of 3 images", "ids 0 to 2, 255", "0 soil, 1 plant", "look whether they are");
    assertThat(text()).doesNotContain("FILL IN");
  }

  @Test
  void wherePartOfTheImagesHaveLabelsTheseAreListed() throws IOException {
    images("deep/a/b", 5);
    labels("masks/a/b", 2, 0, 2);

    init(fields(), "deep", Optional.of("masks"));

    assertThat(root.resolve("my/adapt_images.txt")).hasContent("deep/a/b/0.png\ndeep/a/b/1.png\n");
    assertThat(root.resolve("my/adapt_labels.txt"))
        .hasContent("masks/a/b/0.png\nmasks/a/b/1.png\n");
    assertThat(read().data().evaluation().orElseThrow().samples()).hasSize(2);
    assertThat(read().data().target().samples()).hasSize(5);
  }

  @Test
  void cityscapesLabelIdsAreKnown() {
    images("drive", 1);
    labels("ids", 1, 0, 7, 26, 33);
    init(STREETS, "drive", Optional.of("ids"));
    Adaptation config = read();
    Dataset evaluation = config.data().evaluation().orElseThrow();
    byte[] road = evaluation.label(evaluation.samples().get(0), streets()).ids();
    assertThat(road).startsWith(255, 0, 13, 18);
  }

  private static ClassSet streets() {
    return StandardClasses.CITYSCAPES_19.set();
  }

  @Test
  void otherIdsAreLeftToFillIn() throws IOException {
    images("drive", 2);
    labels("ids", 2, 0, 40, 80);

    InitRun.Written written = init(fields(), "drive", Optional.of("ids"));

    assertThat(written.open().orElseThrow()).contains("FILL IN").doesNotContain("\n");
    assertThat(written.facts().get("Labels")).contains("ids 0, 40, 80", "not the model's 0 to 2");
    assertThat(read().data().evaluation()).isEmpty();
    assertThat(text()).contains("FILL IN", "labels hold ids 0, 40, 80");
    String filled =
        text()
            .replaceAll(
                "(?m)^  # (?= *(evaluation|[a-z]*s|kind|root|label_values|soil|plant|sky):)", "  ")
            .replace("plant: [1]", "plant: [40]")
            .replace("sky: [2]", "sky: [80]");
    Files.writeString(config(), filled);
    Dataset evaluation = read().data().evaluation().orElseThrow();
    assertThat(evaluation.label(evaluation.samples().get(0), FIELDS).ids()).startsWith(0, 1, 2);
  }

  @Test
  void theModelsColoursAreKnownAndOthersAreLeftToFillIn() throws IOException {
    images("drive", 1);
    BufferedImage mask = new BufferedImage(40, 24, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 40 * 24; i++) {
      mask.setRGB(i % 40, i / 40, i == 3 ? 0 : COLOURS[i % 3]);
    }
    TestImages.writePng(root.resolve("masks/0.png"), mask);
    assertThat(init(fields(), "drive", Optional.of("masks")).open()).isEmpty();
    Dataset evaluation = read().data().evaluation().orElseThrow();
    byte[] ids = evaluation.label(evaluation.samples().get(0), FIELDS).ids();
    assertThat(ids).startsWith(0, 1, 2, 255, 1, 2);

    Files.delete(config());
    mask.setRGB(0, 0, 0x123456);
    TestImages.writePng(root.resolve("masks/0.png"), mask);
    InitRun.Written written = init(fields(), "drive", Optional.of("masks"));
    assertThat(written.open()).isPresent();
    assertThat(written.facts().get("Labels")).contains("colours #000000, #123456, #4caf50");
    assertThat(read().data().evaluation()).isEmpty();
  }

  @Test
  void refusesWhatIsNotThere() throws IOException {
    images("drive", 1);
    refused("--images must be a folder or a quoted pattern", fields(), "nowhere", Optional.empty());
    refused("--images must be a folder", fields(), "drive/0.png", Optional.empty());
    refused("must hold images *.jpg, got none", fields(), "drive/*.jpg", Optional.empty());
    refused("must be a folder with a saved_model.pb", "nowhere", "drive", Optional.empty());
    refused("--labels must be a folder", fields(), "drive", Optional.of("masks"));
    Files.createDirectory(root.resolve("masks"));
    refused("found none: that of", fields(), "drive", Optional.of("masks"));
    refused("in the same order", fields(), "drive", Optional.of("masks/*/*.png"));
    refused("must close each brace", fields(), "drive/*.{png", Optional.empty());
    Files.writeString(root.resolve("drive/0.png"), "no image");
    refused("cannot be read", fields(), "drive", Optional.empty());
    TestImages.write(config(), new byte[0]);
    refused("must not exist yet", fields(), "drive", Optional.empty());
  }

  private void refused(String words, String model, String images, Optional<String> labels) {
    assertThatThrownBy(() -> init(model, images, labels))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(words)
        .hasMessageNotContaining("\n");
    assertThat(root.resolve("my/adapt_images.txt")).doesNotExist();
  }
}
