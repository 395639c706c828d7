package org.sourcefree.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.config.Json;
import org.sourcefree.image.ImageFiles;
import org.sourcefree.image.ImageSize;

/** bench --cost: each point is a process of its own. */
@Tag("end-to-end")
class BenchCostTest {
  private static final String[] NO_MODEL_NEEDED = {
    "--set", "model.network={stages: [1, 1, 1, 1], width: 0.125, atrous_rates: [1, 2]}",
    "--set", "model.classes=cityscapes_19",
    "--set", "pseudo_labels={kind: none}",
    "--set", "objective=[{kind: entropy, weight: 1}]",
    "--set", "training.batch_size=2"
  };

  @Test
  void measuresEachCropAndBatchAndDrawsThem(@TempDir Path folder) throws IOException {
    Path plot = folder.resolve("cost.png");
    Path json = folder.resolve("cost.json");
    Terminal run = bench(folder, "--cost", plot.toString(), "--json", json.toString());
    run.succeeded();
    Map<String, ?> figures = Json.map("{\"points\":" + Files.readString(json) + "}", "cost");
    List<?> points = (List<?>) figures.get("points");
    assertThat(points)
        .map(point -> ((Map<?, ?>) point).get("quantity") + " " + ((Map<?, ?>) point).get("value"))
        .containsExactly("crop 10", "crop 20", "crop 30", "crop 40", "batch 1", "batch 2");
    assertThat(points)
        .allSatisfy(point -> assertThat((Double) ((Map<?, ?>) point).get("seconds")).isPositive());
    assertThat(ImageFiles.readSize(plot)).isEqualTo(new ImageSize(2406, 866));
  }

  @Test
  void sizesOfWorkMustBePositive(@TempDir Path folder) {
    bench(folder, "--images", "0").refused("--repeats and --images must be at least 1");
  }

  private static Terminal bench(Path folder, String... more) {
    SmallTask task = SmallTask.write(folder);
    List<String> arguments =
        new ArrayList<>(
            List.of("bench", task.config("adapt"), "--repeats", "1", "--warm-ups", "0"));
    arguments.addAll(List.of(NO_MODEL_NEEDED));
    arguments.addAll(List.of(more));
    return Terminal.run(arguments.toArray(String[]::new));
  }
}
