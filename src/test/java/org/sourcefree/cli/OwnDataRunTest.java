package org.sourcefree.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.image.ImageFiles;
import org.sourcefree.image.ImageSize;
import org.sourcefree.testing.Requests;
import org.sourcefree.testing.TestImages;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.ndarray.Shape;

/** The three classes of the configs' README, from its own YAML: from check-data to predict. */
@Tag("end-to-end")
class OwnDataRunTest {
  private static final int[] COLOURS = {0x7a5230, 0x4caf50, 0x87ceeb};
  private static final int[] IDS = {0, 1, 5};
  private static final int[][] SIZES = {{50, 30}, {61, 33}, {40, 48}, {33, 64}};
  private static final Pattern BLOCK = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

  private static final Pattern INIT = Pattern.compile("(?m)^tools/sourcefree (init .*)$");

  @TempDir private static Path root;
  private static SmallTask task;
  private static Refusals refusals;

  @BeforeAll
  static void pretrain() throws IOException {
    task = SmallTask.write(root);
    refusals = new Refusals(task);
    writeImages();
    String readme = Files.readString(Path.of("configs/README.md"));
    Matcher blocks = BLOCK.matcher(readme.substring(readme.indexOf("### Files and classes of")));
    assertThat(blocks.find()).isTrue();
    String source = blocks.group(1);
    assertThat(blocks.find()).isTrue();
    String target = blocks.group(1);
    String pretrain = Files.readString(task.path("pretrain.yaml"));
    pretrain = pretrain.replace("  classes: cityscapes_19\n", section(source, "  own_classes:"));
    write("pretrain", replaced(replaced(pretrain, source, "  source:"), source, "  evaluation:"));
    run("pretrain", "pretrain", "--set", "training.steps_per_round=8").succeeded();
    Files.delete(task.path("adapt.yaml"));
    Terminal.run(init(readme)).succeeded();
    String adapt = Files.readString(task.path("adapt.yaml"));
    String evaluation = placed(section(target, "  evaluation:"));
    adapt = adapt.replace("  training_view:", evaluation + "  training_view:");
    // The tiny model's classes come and go, so that restoring would end the run early.
    adapt = adapt.replace("on_collapse: restore", "on_collapse: warn");
    adapt = adapt.replace("batch_size: 4", "batch_size: 2");
    task.write("adapt.yaml", adapt.replace("steps_per_round: 20", "steps_per_round: 6"));
  }

  /** The arguments of the command that the README shows, with the folders of this test. */
  private static String[] init(String readme) {
    Matcher command = INIT.matcher(readme.substring(readme.indexOf("### Files and classes of")));
    assertThat(command.find()).isTrue();
    String arguments =
        command.group(1).replace("'", "").replace("runs/fields/source", "PRETRAINED");
    return placed(arguments)
        .replace("PRETRAINED", task.path("pretrained").toString())
        .replace("my/adapt.yaml", task.config("adapt"))
        .split(" ");
  }

  /** A key with all that is indented below it. */
  private static String section(String yaml, String key) {
    String indent = " ".repeat(key.length() - key.strip().length());
    Matcher found = Pattern.compile("(?m)^" + key + ".*\n(" + indent + " .*\n)*").matcher(yaml);
    assertThat(found.find()).as(key).isTrue();
    return found.group();
  }

  private static String replaced(String config, String block, String key) {
    return config.replace(section(config, key), section(block, key));
  }

  private static void write(String name, String yaml) {
    task.write(name + ".yaml", placed(yaml));
  }

  private static String placed(String text) {
    return text.replace("fields/", root.resolve("fields") + "/");
  }

  private static Terminal run(String command, String config, String... more) {
    List<String> arguments = new ArrayList<>(List.of(command, task.config(config)));
    arguments.addAll(List.of(more));
    return Terminal.run(arguments.toArray(String[]::new));
  }

  /** Images of several sizes and modes; sky above plant above soil. */
  private static void writeImages() throws IOException {
    Path fields = root.resolve("fields");
    StringBuilder images = new StringBuilder();
    StringBuilder masks = new StringBuilder();
    for (int i = 0; i < SIZES.length; i++) {
      int width = SIZES[i][0];
      int height = SIZES[i][1];
      BufferedImage photo = TestImages.samples(width, height, i % 2 == 0 ? 3 : 1, i == 2 ? 1 : 0);
      boolean jpeg = i != 2;
      byte[] content = TestImages.encode(photo, jpeg ? "jpg" : "png");
      String file = i + (jpeg ? ".jpg" : ".png");
      for (String set : List.of("labelled", "labelled_val")) {
        TestImages.write(fields.resolve(set + "/photos/" + file), content);
        TestImages.writePng(
            fields.resolve(set + "/masks/" + i + "_mask.png"), colours(width, height));
      }
      TestImages.write(
          fields.resolve("drone/flight/" + i + ".jpg"),
          TestImages.encode(TestImages.samples(width, height, i == 1 ? 1 : 3, 0), "jpg"));
      TestImages.writePng(fields.resolve("drone/ids/" + i + ".png"), ids(width, height));
      images.append("flight/").append(i).append(".jpg\n");
      masks.append("ids/").append(i).append(".png\n");
    }
    Files.writeString(fields.resolve("val_images.txt"), images.toString());
    Files.writeString(fields.resolve("val_masks.txt"), masks.toString());
  }

  private static BufferedImage colours(int width, int height) {
    BufferedImage mask = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < width * height; i++) {
      mask.setRGB(i % width, i / width, i < width ? 0 : COLOURS[2 - 3 * (i / width) / height]);
    }
    return mask;
  }

  private static BufferedImage ids(int width, int height) {
    int[] ids = new int[width * height];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = i < width ? 255 : IDS[2 - 3 * (i / width) / height];
    }
    return TestImages.grey(width, height, ids);
  }

  @Test
  void checksAdaptsAndEvaluates() {
    Terminal checked =
        run("check-data", "pretrain", "--out", root.resolve("check").toString()).succeeded();
    assertThat(checked.out()).contains("#4caf50 plant", "soil", "4 of 4 images have one, 4 read");
    checked = run("check-data", "adapt", "--out", root.resolve("check_target").toString());
    assertThat(checked.succeeded().out()).contains("label ids", "50×30 (1)", "wrong   none");
    assertThat(checked.out())
        .contains(
            "label_values: {kind: label_ids, classes: {soil: [0], plant: [1, 2], sky: [5]}}}");

    Terminal adapted = task.adapt("adapted").succeeded();
    assertThat(adapted.out()).contains("soil", "plant", "sky").doesNotContain("road");
    String savedModel = "model.saved_model=" + root.resolve("adapted/saved_model");
    assertThat(run("evaluate", "adapt", "--set", savedModel).succeeded().out()).contains("plant");
    assertThat(Terminal.run("inspect", root.resolve("adapted").toString()).succeeded().out())
        .contains("[soil, plant, sky]");

    Path out = root.resolve("predicted");
    String model = root.resolve("adapted").toString();
    String drone = root.resolve("fields/drone/flight").toString();
    Terminal.run("predict", model, drone, "--out", out.toString()).succeeded();
    for (int i = 0; i < SIZES.length; i++) {
      assertThat(ImageFiles.readSize(out.resolve("trainids/" + i + ".png")))
          .isEqualTo(new ImageSize(SIZES[i][0], SIZES[i][1]));
    }
    assertThat(ImageFiles.readIds(out.resolve("trainids/0.png")).ids()).containsAnyOf(0, 1, 2);
    Terminal.run("predict", model, drone, "--out", out + "2", "--outputs", "labelids")
        .refused("labelids", "soil");
  }

  @Test
  void labelsAreReadAsTheirOwnClassesWhileThereIsNoModel() {
    String out = root.resolve("check_early").toString();
    String absent = "model.saved_model=" + root.resolve("nowhere");

    Terminal checked = run("check-data", "adapt", "--out", out, "--set", absent).succeeded();

    assertThat(checked.out()).contains("those of the labels, as the model cannot be read yet");
  }

  @Test
  void checkDataNamesAClassThatTheModelDoesNotHave() {
    String values = "data.evaluation.label_values.classes={soil: [0], plant: [1], sea: [5]}";
    String out = root.resolve("check_sea").toString();

    Terminal checked = run("check-data", "adapt", "--out", out, "--set", values);

    checked.refused("1 unusable");
    assertThat(checked.out()).contains("which are soil, plant, sky, got \"sea\"");
  }

  @Test
  void twoClassesAreEnough() throws IOException {
    String binary = "{kind: label_ids, classes: {back: [0, 5], front: [1]}}";
    String data =
        "{kind: image_lists, root: F/drone, images: F/val_images.txt, labels: F/val_masks.txt, label_values: "
            + binary
            + "}";
    data = data.replace("F/", root.resolve("fields") + "/");
    String[] set = {
      "--set",
      "model.own_classes={names: [back, front]}",
      "--set",
      "data.source=" + data,
      "--set",
      "data.evaluation=" + data,
      "--set",
      "training.steps_per_round=2"
    };
    List<String> two = new ArrayList<>(List.of("--out", root.resolve("two").toString()));
    two.addAll(List.of(set));
    run("pretrain", "pretrain", two.toArray(String[]::new)).succeeded();

    Terminal adapted =
        task.adapt(
            "two_adapted",
            "--set",
            "model.saved_model=" + root.resolve("two/saved_model"),
            "--set",
            "data.evaluation=" + data);
    assertThat(adapted.succeeded().out()).contains("front");
    servedTwoClassesAreThoseOfPredict();
  }

  private void servedTwoClassesAreThoseOfPredict() throws IOException {
    Path out = root.resolve("two_predicted");
    String model = root.resolve("two_adapted").toString();
    String drone = root.resolve("fields/drone/flight").toString();
    Terminal.run("predict", model, drone, "--out", out.toString()).succeeded();
    String served = root.resolve("served").toString();
    Terminal.run("export", model, "--out", served, "--probabilities").succeeded();
    try (SavedModelBundle bundle = SavedModelBundle.load(served + "/two_adapted/1", "serve")) {
      for (int i = 0; i < SIZES.length; i++) {
        Path photo = root.resolve("fields/drone/flight/" + i + ".jpg");
        byte[] predicted = ImageFiles.readIds(out.resolve("trainids/" + i + ".png")).ids();
        String expected = Shape.of(1, SIZES[i][1], SIZES[i][0]) + Arrays.toString(predicted);
        assertThat(new String(predicted, StandardCharsets.ISO_8859_1)).matches("[\\x00\\x01]+");
        assertThat(Requests.files(bundle, Files.readAllBytes(photo))).isEqualTo(expected);
        assertThat(Requests.pixels(bundle, ImageFiles.readRgb(photo))).isEqualTo(expected);
      }
    }
  }

  @Test
  void refusesInOneLineWhatDoesNotFit() {
    refusals.pretrain(
        List.of("model.own_classes={names: [one]}"), "2 to 255 classes, got 1", "own_classes");
    refusals.pretrain(
        List.of("model.own_classes.palette=[\"#00ff00\", \"#00FF00\", \"#0000ff\"]"),
        "palette must hold distinct colours");
    refusals.pretrain(List.of("model.classes=cityscapes_19"), "classes or own_classes", "both");
    refusals.adapt(
        List.of("data.evaluation.label_values.classes={soil: [0, 1], plant: [1], sky: [5]}"),
        "classes must name each id once, got 1 as soil and as plant");
    refusals.adapt(
        List.of("data.evaluation.label_values.classes={soil: [0], plant: [1], sea: [5]}"),
        "which are soil, plant, sky, got \"sea\"");
    refusals.evaluate(
        List.of("data.evaluation.label_values.classes={soil: [0], plant: [1]}"),
        root.resolve("fields/drone/ids").toString(),
        "must hold ids 0, 1, 255, got 5");
    refusals.adapt(
        List.of("objective=[{kind: negative_learning, weight: 1, width: 0}]"),
        "negative_learning needs at least 4 classes",
        "got 3");
    refusals.adapt(List.of("data.target.images=\"*.bmp\""), "must hold images *.bmp, got none");
    Path list = task.write("outside.txt", "flight/0.jpg\n../secret.jpg\n");
    refusals.evaluate(List.of("data.evaluation.images=" + list), "without ..", list + ":2");
    Path absent = task.write("absent.txt", "a.jpg\nb.jpg\n");
    refusals.adapt(
        List.of("data.target={kind: image_lists, root: %s, images: %s}".formatted(root, absent)),
        root.resolve("a.jpg") + " does not exist");
  }
}
