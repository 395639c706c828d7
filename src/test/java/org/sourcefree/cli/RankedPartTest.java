package org.sourcefree.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.config.ConfigReader;
import org.sourcefree.config.Json;
import org.sourcefree.experiment.Adaptation;
import org.sourcefree.experiment.Experiment;
import org.sourcefree.files.Checksums;

/** A run that ranks the target and trains on its easy part beside the rest, as IntraDA does. */
@Tag("end-to-end")
class RankedPartTest {
  @TempDir private static Path root;
  private static SmallTask task;

  @BeforeAll
  static void adapt() throws IOException {
    task = SmallTask.make(root);
    task.write("adapt.yaml", config(task));
    Terminal run = task.adapt("whole");
    assertThat(run.complaints()).isEmpty();
    run.succeeded();
  }

  /** The small task's config with two thirds of the target in the source's place. */
  static String config(SmallTask small) throws IOException {
    return Files.readString(Path.of(small.config("adapt")))
        .replace(
            "  evaluation: {kind",
            "  source: {kind: ranked_part, model: %s, proportion: 0.67}\n  source_batches: {batch_size: 1}\n  evaluation: {kind"
                .formatted(small.savedModel()))
        .replace("kind: class_balanced, proportion: 0.4", "kind: none");
  }

  @Test
  void theEasyPartIsLabelledAndTheRestIsTheTarget() throws IOException {
    Path ranking = root.resolve("whole/ranking");
    Map<String, ?> ranked =
        Json.map(Files.readString(ranking.resolve("ranking.json")), "ranking.json");
    List<String> names = new ArrayList<>();
    List<Double> scores = new ArrayList<>();
    for (Object each : (List<?>) Objects.requireNonNull(ranked.get("images"))) {
      Map<?, ?> image = (Map<?, ?>) each;
      names.add(String.valueOf(image.get("name")));
      scores.add(((Number) Objects.requireNonNull(image.get("score"))).doubleValue());
    }
    assertThat(ranked.get("easy")).isEqualTo(4);
    assertThat(names).hasSize(6);
    assertThat(scores).isSorted();
    for (int i = 0; i < names.size(); i++) {
      assertThat(Files.exists(ranking.resolve("labels").resolve(names.get(i) + ".png")))
          .isEqualTo(i < 4);
    }
    assertThat(Checksums.difference(ranking.resolve("SHA256SUMS"), ranking)).isEmpty();
    String seen = Files.readString(root.resolve("whole/images.sha256"));
    for (int i = 0; i < names.size(); i++) {
      assertThat(seen.lines().filter(line -> line.contains("source/")).toList().toString())
          .matches((i < 4 ? ".*" : "(?!.*%s).*").formatted(names.get(i)));
    }
  }

  /** At every kind of moment, the ranking and the time before its first checkpoint among them. */
  @Test
  void aRunThatWasKilledEndsWithTheSameBytes() throws IOException {
    Adaptation config =
        (Adaptation) ConfigReader.read(Path.of(task.config("adapt")), List.of(), Experiment.class);
    Killer.kill(
        config,
        root.resolve("killed"),
        new Killer("ranking", 3),
        new Killer("ranking", 6),
        new Killer("target statistics", 2),
        new Killer("training", 4),
        new Killer("training", 11));
    task.adapt("killed", "--resume").succeeded();
    assertSame("killed");
  }

  @Test
  void aDamagedRankingIsMadeAnew() throws IOException {
    Adaptation config =
        (Adaptation) ConfigReader.read(Path.of(task.config("adapt")), List.of(), Experiment.class);
    Killer.kill(config, root.resolve("damaged"), new Killer("training", 5));
    Files.writeString(root.resolve("damaged/ranking/ranking.json"), "{}");
    task.adapt("damaged", "--resume").succeeded();
    assertSame("damaged");
  }

  /** Neither the easy nor the hard part's label files are opened. */
  @Test
  void theTargetsLabelsDoNotMatter() throws IOException {
    Path labels = root.resolve("data/target/gtFine/train");
    Map<String, Path> files = SmallTask.files(labels);
    assertThat(files).isNotEmpty();
    for (Path label : files.values()) {
      Files.writeString(label, "no label");
    }
    task.adapt("corrupt").succeeded();
    assertSame("corrupt");
    for (Path label : files.values()) {
      Files.delete(label);
    }
    task.adapt("without").succeeded();
    assertSame("without");
  }

  @Test
  void aRankedPartIsTheSourceOfAnAdaptationAlone() {
    String part =
        "data.target={kind: ranked_part, model: %s, proportion: 0.5}".formatted(task.savedModel());
    Terminal run = task.adapt("refused", "--set", part);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.complaints().toString()).contains("ranked_part must be the source");
    assertThat(root.resolve("refused")).doesNotExist();
  }

  @Test
  void checksTakeThePartAsWhatItIs() {
    Terminal.run("check", task.config("adapt")).succeeded();
    Terminal.run("check-data", task.config("adapt")).succeeded();
    Terminal run =
        Terminal.run("check", task.config("adapt"), "--set", "data.source.model=nowhere");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).contains("nowhere");
  }

  @Test
  void theModelThatRanksMustBeThere() {
    Terminal run = task.adapt("absent", "--set", "data.source.model=nowhere");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.complaints().toString()).contains("nowhere");
    assertThat(root.resolve("absent")).doesNotExist();
  }

  private static void assertSame(String run) throws IOException {
    assertThat(SmallTask.trained(root.resolve(run)))
        .isEqualTo(SmallTask.trained(root.resolve("whole")));
    assertThat(ranking(run)).isEqualTo(ranking("whole"));
  }

  private static Map<String, String> ranking(String run) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    for (Map.Entry<String, Path> file :
        SmallTask.files(root.resolve(run).resolve("ranking")).entrySet()) {
      byte[] bytes = Files.readAllBytes(file.getValue());
      contents.put(file.getKey(), new String(bytes, StandardCharsets.ISO_8859_1));
    }
    return contents;
  }
}
