package org.sourcefree.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.testing.TestImages;

/** The first hour with images of one's own: init, check and adapt, as the config was written. */
@Tag("end-to-end")
class InitTest {
  private static final List<String> SHORT =
      List.of("--set", "training.steps_per_round=2", "--set", "training.on_collapse=warn");

  @TempDir private static Path root;
  private static SmallTask task;
  private static String images;

  @BeforeAll
  static void pretrain() throws IOException {
    task = SmallTask.make(root);
    images = task.imageFolder("own").toString();
    for (int i = 0; i < 2; i++) {
      int width = new int[] {50, 61}[i];
      int height = new int[] {30, 33}[i];
      int[] ids = new int[width * height];
      for (int p = 0; p < ids.length; p++) {
        ids[p] = p < ids.length / 2 ? 10 : 0;
      }
      TestImages.writePng(
          root.resolve("labels/drive/" + i + ".png"), TestImages.grey(width, height, ids));
    }
  }

  private static Terminal init(String config, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of("init", "--model", task.path("pretrained").toString(), "--images", images));
    arguments.addAll(List.of("--out", root.resolve(config).toString()));
    arguments.addAll(List.of(more));
    return Terminal.run(arguments.toArray(String[]::new));
  }

  /** The tiny model's classes come and go, so that restoring would end the run early. */
  private static Terminal adapt(String config, String run) {
    List<String> arguments = new ArrayList<>(List.of("adapt", root.resolve(config).toString()));
    arguments.addAll(List.of("--out", root.resolve(run).toString()));
    arguments.addAll(SHORT);
    return Terminal.run(arguments.toArray(String[]::new));
  }

  private static void check(String config) {
    Terminal checked = Terminal.run("check", root.resolve(config).toString());
    assertThat(checked.succeeded().out())
        .contains("Nothing would stop the run")
        .doesNotContain("error:", "warning:");
  }

  @Test
  void adaptsToImagesAlone() throws IOException {
    Terminal written = init("my/adapt.yaml").succeeded();
    assertThat(written.out())
        .contains("19 classes: road, sidewalk", "Images: 3, mostly", "2 rounds of 20 steps of 3")
        .contains("nothing will be measured", "tools/sourcefree check " + root);
    check("my/adapt.yaml");

    Terminal adapted = adapt("my/adapt.yaml", "alone").succeeded();

    assertThat(adapted.out()).contains("Model: ").doesNotContain("mIoU");
    assertThat(root.resolve("alone/saved_model/saved_model.pb")).exists();
    assertThat(Files.readString(root.resolve("alone/run.log")))
        .contains(" target statistics 3/3, ", " training 4/4, ");
  }

  @Test
  void measuresOnTheImagesThatHaveLabels() throws IOException {
    Terminal written = init("my/measured.yaml", "--labels", root.resolve("labels").toString());
    assertThat(written.succeeded().out())
        .contains("of 2 images: ids 0, 10, taken as the model's own");
    check("my/measured.yaml");

    Terminal adapted = adapt("my/measured.yaml", "measured").succeeded();

    assertThat(adapted.out()).contains("source only", "target statistics", "adapted", "mIoU");
    assertThat(Files.readAllLines(root.resolve("measured/run.log")))
        .anySatisfy(line -> assertThat(line).matches(".*Z? mIoU \\d+\\.\\d %, source only"))
        .anySatisfy(line -> assertThat(line).contains(" % with target statistics, "))
        .anySatisfy(line -> assertThat(line).contains(" % after 4 steps, "));
  }

  @Test
  void refusesInOneLine() {
    Terminal.run("init", "--model", "nowhere", "--images", images, "--out", root + "/no.yaml")
        .refused("saved_model must be a folder");
    init("no.yaml", "--labels", root + "/nowhere").refused("--labels must be a folder");
    init("no.yaml", "--evaluation-images", images).refused("--evaluation-images needs --labels");
    Terminal.run("init", "--model", "nowhere", "--images", images).refused("--out");
    assertThat(root.resolve("no.yaml")).doesNotExist();
  }
}
