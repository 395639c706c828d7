package org.sourcefree.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.config.ConfigReader;
import org.sourcefree.data.ClassSet;
import org.sourcefree.data.Dataset;
import org.sourcefree.data.Sample;
import org.sourcefree.data.StandardClasses;
import org.sourcefree.evaluation.ConfusionMatrix;
import org.sourcefree.experiment.Adaptation;
import org.sourcefree.experiment.Experiment;
import org.sourcefree.image.ImageFiles;
import org.sourcefree.image.ImageSize;
import org.sourcefree.image.LabelMap;
import org.sourcefree.image.PngWriter;
import org.sourcefree.image.RgbImage;

/** predict, and evaluate with test-time augmentation. */
@Tag("end-to-end")
class PredictTest {
  private static final ClassSet CLASSES = StandardClasses.CITYSCAPES_19.set();
  @TempDir private static Path root;
  private static SmallTask task;
  private static Dataset evaluation;

  @BeforeAll
  static void pretrain() {
    task = SmallTask.make(root);
    Adaptation config =
        (Adaptation) ConfigReader.read(Path.of(task.config("adapt")), List.of(), Experiment.class);
    evaluation = config.data().evaluation().orElseThrow();
  }

  @Test
  void predictedLabelsScoreWhatEvaluateReports() throws IOException {
    for (String[] options : new String[][] {{}, {"--flip", "--scales", "0.75,1,1.5"}}) {
      Path out = root.resolve("scored" + options.length);
      predict(out, with(options, images())).succeeded();
      ConfusionMatrix matrix = new ConfusionMatrix(CLASSES.size());
      for (Sample sample : evaluation.samples()) {
        String name = String.valueOf(sample.image().getFileName());
        LabelMap predicted = ImageFiles.readIds(out.resolve("trainids").resolve(name));
        matrix.add(evaluation.label(sample, CLASSES).ids(), predicted.ids());
      }
      List<String> arguments = new ArrayList<>(List.of("evaluate", task.config("evaluate")));
      arguments.addAll(List.of(options));
      Terminal evaluated = Terminal.run(arguments.toArray(String[]::new)).succeeded();
      String miou = String.format(Locale.ROOT, "%.1f", 100 * matrix.miou().orElseThrow());
      assertThat(evaluated.out().strip()).endsWith(" " + miou);
    }
  }

  @Test
  void everyKindIsWrittenAtTheImagesOwnSize() throws IOException {
    Path folder = Files.createDirectories(root.resolve("sizes/deep"));
    image(folder.resolve("dot.png"), 1, 1);
    image(folder.resolve("odd.png"), 61, 33);
    Path out = root.resolve("sizes/predicted");
    String kinds = "trainids,labelids,color,overlay,confidence";
    for (int run = 0; run < 2; run++) {
      // The second run finds the first one's files inside its input folder.
      predict(out, root.resolve("sizes").toString(), "--outputs", kinds, "--own-size").succeeded();
      assertThat(names(out))
          .hasSize(11)
          .contains(
              "contact_sheet.png",
              "trainids/deep/dot.png",
              "overlay/deep/odd.png",
              "confidence/deep/odd.png");
    }
    for (String kind : kinds.split(",", -1)) {
      assertThat(ImageFiles.readSize(out.resolve(kind).resolve("deep/dot.png")))
          .isEqualTo(new ImageSize(1, 1));
      assertThat(ImageFiles.readSize(out.resolve(kind).resolve("deep/odd.png")))
          .isEqualTo(new ImageSize(61, 33));
    }
    byte[] trainIds = ImageFiles.readIds(out.resolve("trainids/deep/odd.png")).ids();
    assertThat(ImageFiles.readIds(out.resolve("color/deep/odd.png")).ids()).isEqualTo(trainIds);
    assertThat(ImageFiles.readIds(out.resolve("labelids/deep/odd.png")).ids())
        .isNotEqualTo(trainIds);
  }

  @Test
  void aBadImageIsSkippedAndTheExitCodeSaysSo() throws IOException {
    Path folder = Files.createDirectories(root.resolve("bad"));
    image(folder.resolve("good.png"), 40, 24);
    byte[] whole = Files.readAllBytes(folder.resolve("good.png"));
    Files.write(folder.resolve("cut.png"), Arrays.copyOf(whole, whole.length / 2));
    Files.writeString(folder.resolve("text.jpg"), "not an image");
    Terminal run = predict(root.resolve("bad_out"), folder.toString(), "--outputs", "trainids");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.complaints())
        .hasSize(2)
        .anySatisfy(line -> assertThat(line).contains("cut.png"))
        .anySatisfy(line -> assertThat(line).contains("text.jpg"));
    assertThat(run.out()).contains("Predicted: 1 images", "2 skipped");
    assertThat(names(root.resolve("bad_out")))
        .containsExactlyInAnyOrder("contact_sheet.png", "trainids/good.png");
  }

  @Test
  void imagesOfOneNameKeepTheirExtension() throws IOException {
    Path folder = Files.createDirectories(root.resolve("twice"));
    image(folder.resolve("x.png"), 40, 24);
    assumeTrue(Files.notExists(folder.resolve("x.PNG")), "this file system knows no case");
    Files.copy(folder.resolve("x.png"), folder.resolve("x.PNG"));
    Path out = root.resolve("twice_out");
    predict(out, folder + "/*.{png,PNG}", "--outputs", "trainids").succeeded();
    assertThat(names(out))
        .containsExactly("contact_sheet.png", "trainids/x.PNG.png", "trainids/x.png.png");
  }

  @Test
  void filesNamedOneByOneKeepTheirFolders() throws IOException {
    for (String name : List.of("one", "two")) {
      image(Files.createDirectories(root.resolve("named/" + name)).resolve("x.png"), 40, 24);
    }
    Path out = root.resolve("named_out");
    String[] both = {
      root.resolve("named/one/x.png").toString(), root.resolve("named/two/x.png").toString()
    };
    predict(out, with(both, "--outputs", "trainids")).succeeded();
    assertThat(names(out))
        .containsExactly("contact_sheet.png", "trainids/one/x.png", "trainids/two/x.png");
  }

  @Test
  void whatCannotBeIsRefused() {
    Path out = root.resolve("never");
    predict(out, root.resolve("none").toString() + "/*.png").refused("must match images");
    predict(out, images(), "--opacity", "1.5").refused("--opacity must be in [0, 1]");
    predict(out, images(), "--working-size", "0x4").refused("a size must be HEIGHTxWIDTH");
    predict(out, images(), "--scales", "1,1").refused("--scales must be distinct");
    predict(out, images(), "--scales", "0").refused("--scales must be in (0, 8]");
    Terminal.run("predict", root.resolve("absent").toString(), images(), "--out", out.toString())
        .refused("absent");
    assertThat(out).doesNotExist();
  }

  private static String images() {
    return String.valueOf(evaluation.samples().get(0).image().getParent());
  }

  private static Terminal predict(Path out, String... more) {
    List<String> arguments = new ArrayList<>(List.of("predict", task.savedModel().toString()));
    arguments.addAll(List.of(more));
    arguments.addAll(List.of("--out", out.toString()));
    return Terminal.run(arguments.toArray(String[]::new));
  }

  private static String[] with(String[] options, String... more) {
    List<String> all = new ArrayList<>(List.of(more));
    all.addAll(List.of(options));
    return all.toArray(String[]::new);
  }

  private static void image(Path file, int width, int height) throws IOException {
    byte[] pixels = new byte[3 * width * height];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i * 37);
    }
    PngWriter.writeRgb(file, new RgbImage(width, height, pixels));
  }

  private static List<String> names(Path folder) throws IOException {
    return SmallTask.files(folder).keySet().stream()
        .filter(name -> !name.equals(".predictions"))
        .toList();
  }
}
