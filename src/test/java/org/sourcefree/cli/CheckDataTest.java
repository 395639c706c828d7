package org.sourcefree.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.image.ImageFiles;
import org.sourcefree.testing.TestImages;

class CheckDataTest {
  @TempDir private Path root;
  private SmallTask task = new SmallTask(Path.of(""));
  private Path out = Path.of("");

  @BeforeEach
  void writeConfigs() {
    task = SmallTask.write(root);
    out = root.resolve("check");
  }

  /** A sample of 4×2 pixels. */
  private void write(String name, int... ids) {
    image(name, 4, 2);
    label(name, 4, 2, ids);
  }

  private Path image(String name, int width, int height) {
    Path file = root.resolve("gta/images/" + name);
    return TestImages.writePng(file, TestImages.samples(width, height, 3, 0));
  }

  private Path label(String name, int width, int height, int... ids) {
    Path file = root.resolve("gta/labels/" + name);
    return TestImages.writePng(file, TestImages.grey(width, height, ids));
  }

  /** Checks a config whose datasets are the GTA5 folder, unless they are set. */
  private Terminal check(String config, String... set) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("check-data", task.config(config), "--out", out.toString()));
    List<String> overrides = new ArrayList<>(List.of(set));
    String first = config.equals("adapt") ? "data.target" : "data.source";
    for (String key : List.of(first, "data.evaluation")) {
      if (overrides.stream().noneMatch(given -> given.startsWith(key))) {
        overrides.add(key + "={kind: gta5, root: " + root.resolve("gta") + "}");
      }
    }
    overrides.forEach(override -> arguments.addAll(List.of("--set", override)));
    return Terminal.run(arguments.toArray(String[]::new));
  }

  @Test
  void namesEveryWrongFile() throws IOException {
    write("1.png", 7, 7, 7, 7, 8, 8, 8, 8);
    Path absent = label("2.png", 4, 2, 7, 7, 7, 7, 7, 7, 7, 7);
    Files.move(absent, root.resolve("gta/labels/other.png"));
    Path unlabelled = image("2.png", 4, 2);
    write("3.png", 7, 7, 7, 7, 7, 7, 7, 7);
    Path truncated = root.resolve("gta/images/3.png");
    byte[] whole = Files.readAllBytes(truncated);
    Files.write(truncated, Arrays.copyOf(whole, whole.length - 20));
    Path larger = image("4.png", 5, 2);
    Path smaller = label("4.png", 4, 2, 7, 7, 7, 7, 7, 7, 7, 7);
    write("5.png", 7, 7, 7, 7, 40, 41, 40, 255);
    Path unknown = root.resolve("gta/labels/5.png");

    Terminal checked = check("pretrain");

    checked.refused(
        "1 missing, 1 unreadable, 1 of another size than its image, 1 with unknown ids");
    assertThat(checked.out().lines().map(String::strip))
        .contains(
            absent + " does not exist; image " + unlabelled + " needs it",
            smaller + " is 4×2, but image " + larger + " is 5×2",
            unknown
                + " must hold ids 0 to 34 or 255, got 40 (2 px, first at x 0, y 1), 41 (1 px, first at x 1, y 1)")
        .anyMatch(line -> line.startsWith(truncated + " cannot be read: "));
    assertThat(checked.out()).contains("source, evaluation", "4×2 (3), 5×2 (1)", "UNKNOWN");
    assertThat(out.resolve("check.json")).content().contains("\"wrong\": 4", "\"unknown_id\"");
    assertThat(out.resolve("contact_sheet.png")).exists();
  }

  @Test
  void givesSharesOfAllPixels() {
    write("1.png", 7, 7, 7, 7, 8, 8, 0, 255);
    write("2.png", 7, 7, 33, 33, 33, 33, 6, 33);

    Terminal checked = check("pretrain").succeeded();

    assertThat(checked.out().lines().map(line -> line.strip().replaceAll(" +", " ")))
        .contains(
            "images 2",
            "labels 2 of 2 images have one, 2 read",
            "0 unlabeled 1 1",
            "33 bicycle 5 1",
            "255 license plate 1 1",
            "0 road 37.500 6 2",
            "1 sidewalk 12.500 2 1",
            "2 building absent 0 0",
            "18 bicycle 31.250 5 1",
            "ignored 18.750 3",
            "wrong none");
    assertThat(ImageFiles.readSize(out.resolve("contact_sheet.png")))
        .satisfies(size -> assertThat(size.width()).isBetween(2 * 96, 2 * 96 + 50));
  }

  @Test
  void neverOpensTheLabelsOfATarget() {
    write("1.png", 7, 7, 7, 7, 8, 8, 8, 40);
    String target = "data.target={kind: gta5, root: " + root.resolve("gta") + "}";
    String evaluation = "data.evaluation={kind: gta5, root: " + root.resolve("val") + "}";
    TestImages.writePng(root.resolve("val/images/1.png"), TestImages.samples(2, 1, 3, 0));
    TestImages.writePng(root.resolve("val/labels/1.png"), TestImages.grey(2, 1, 7, 8));

    Terminal checked = check("adapt", target, evaluation).succeeded();

    assertThat(checked.out())
        .contains("1 of 1 images have one; a target's are never opened")
        .contains("Cityscapes' 19, as the model cannot be read yet")
        .doesNotContain("UNKNOWN");
  }

  @Test
  void readsATargetsLabelsWhereItIsEvaluatedOn() {
    write("1.png", 7, 7, 7, 7, 8, 8, 8, 40);

    check("adapt").refused("1 with unknown ids");
  }

  @Test
  void namesAMissingFolderOnce() throws IOException {
    check("pretrain").refused("1 unusable");

    out = root.resolve("again");
    image("1.png", 4, 2);
    image("2.png", 4, 2);
    Terminal checked = check("pretrain");
    checked.refused("2 missing");
    assertThat(checked.out())
        .containsOnlyOnce(root.resolve("gta/labels") + " does not exist; 2 labels belong in it");
  }

  @Test
  void asksForLabelsToEvaluateOn() throws IOException {
    write("1.png", 7, 7, 7, 7, 7, 7, 7, 7);
    Path folder = task.imageFolder("plain");

    Terminal checked =
        check("pretrain", "data.evaluation={kind: image_folder, root: " + folder + "}");

    checked.refused("1 unusable");
    assertThat(checked.out()).contains("evaluation must have labels, got images only");
  }

  @Test
  void drawsScenesAndChecksASuitesDatasetsOnce() {
    task.write(
        "suite.yaml",
        """
        kind: suite
        title: two rows
        output: ROOT/suite
        reference: {seconds_each: 5, hardware: a guess}
        seeds: [1]
        means: [{name: mIoU, without: []}]
        rows:
          - {name: one, title: one, config: ROOT/adapt.yaml}
          - {name: two, title: two, config: ROOT/evaluate.yaml}
        sweeps: []
        """
            .replace("ROOT", root.toString()));
    String suite = task.config("suite");

    Terminal checked = Terminal.run("check-data", suite).succeeded();

    assertThat(checked.out()).containsOnlyOnce("target: {").containsOnlyOnce("evaluation: {");
    assertThat(checked.out()).contains("96×48 (6)", "96×48 (4)");
    assertThat(root.resolve("suite_data_check/check.json")).exists();
    Terminal.run("check-data", suite).succeeded();
    assertThat(root.resolve("suite_data_check_2/contact_sheet.png")).exists();
    Terminal.run("check-data", suite, "--out", root.resolve("suite_data_check").toString())
        .refused("must not exist yet");
    Terminal.run("check-data", task.config("scenes")).refused("kind must be adaptation");
  }
}
