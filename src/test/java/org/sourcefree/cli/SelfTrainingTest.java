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
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sourcefree.config.ConfigReader;
import org.sourcefree.config.Json;
import org.sourcefree.data.ClassSet;
import org.sourcefree.data.Dataset;
import org.sourcefree.data.Sample;
import org.sourcefree.experiment.Adaptation;
import org.sourcefree.experiment.Experiment;
import org.sourcefree.image.ImageFiles;
import org.sourcefree.pseudolabel.StoredLabels;

/**
 * Whole runs of methods with a teacher or with source images, and what is left of them by kills.
 */
@Tag("end-to-end")
class SelfTrainingTest {
  private static final String SOURCE =
      "  source: {kind: street_scenes, root: ROOT/data, scenes: ROOT/scenes.yaml, domain: source, split: train}\n";

  /** What each method's config has in place of the small task's. */
  private static final Map<String, List<String>> METHODS =
      Map.ofEntries(
          Map.entry(
              "teacher",
              List.of(
                  "objective:\n  - {kind: cross_entropy, weight: 1}",
                  """
              teacher: {decay: 0.9, ramp: true, statistics: batch}
              mixing: {kind: class_mix, share: 0.5}
              objective:
                - {kind: cross_entropy, weight: 1, image_weight: {confidence: 0.5}}""")),
          Map.entry(
              "mosaic",
              List.of(
                  "objective:\n  - {kind: cross_entropy, weight: 1}",
                  """
              teacher: {decay: 0.9, ramp: false, every: 2, statistics: running}
              mixing: {kind: mosaic, margin: 0.2, beta: 0.25}
              objective:
                - {kind: cross_entropy, weight: 1}""",
                  "checkpoint_every",
                  "keep: {kind: information_maximisation}, checkpoint_every")),
          Map.entry(
              "prior",
              List.of(
                  "pseudo_labels: {kind: class_balanced, proportion: 0.4}",
                  "pseudo_labels: {kind: none}",
                  "objective:\n  - {kind: cross_entropy, weight: 1}\n  - {kind: entropy, weight: 1}",
                  """
              teacher:
                decay: 0.9
                ramp: false
                every: 3
                statistics: running
                labels: {kind: prior_thresholds, upper: 0.8, lower: 0.2, prior_rate: 0.1, beta: 0.001}
              objective:
                - {kind: cross_entropy, weight: 1, mean: all}
                - {kind: negative_binary_cross_entropy, weight: 0.5}""")),
          Map.entry(
              "adversarial",
              List.of(
                  "  evaluation: {kind",
                  SOURCE + "  source_batches: {batch_size: 2}\n  evaluation: {kind",
                  "pseudo_labels: {kind: class_balanced, proportion: 0.4}",
                  "pseudo_labels: {kind: none}",
                  "objective:\n  - {kind: cross_entropy, weight: 1}\n  - {kind: entropy, weight: 1}",
                  """
              heads:
                - {name: auxiliary, after_stage: 3, atrous_rates: [1, 2]}
              discriminators:
                networks:
                  - {name: main, network: {kind: strided, width: 2}, sees: probabilities, head: main, loss: cross_entropy, factor: 0.5}
                  - {name: auxiliary, network: {kind: strided, width: 2}, sees: self_information, head: auxiliary, loss: least_squares, factor: 1}
                optimizer: {beta1: 0.9, beta2: 0.99, epsilon: 1.0e-8}
                schedule: {kind: constant, learning_rate: 0.001}
              objective:
                - {kind: cross_entropy, weight: 1, domain: source}
                - {kind: cross_entropy, weight: 0.1, domain: source, head: auxiliary}
                - {kind: adversarial, weight: 0.1, discriminator: main}
                - {kind: adversarial, weight: 0.1, discriminator: auxiliary}""")),
          Map.entry(
              "likeness",
              List.of(
                  "  evaluation: {kind",
                  SOURCE + "  source_batches: {batch_size: 2}\n  evaluation: {kind",
                  "pseudo_labels: {kind: class_balanced, proportion: 0.4}",
                  "pseudo_labels: {kind: none}",
                  "objective:\n  - {kind: cross_entropy, weight: 1}\n  - {kind: entropy, weight: 1}",
                  """
              heads:
                - {name: second, after_stage: 4, atrous_rates: [1, 2], predicts: true}
              objective:
                - {kind: cross_entropy, weight: 1, domain: source, head: main}
                - {kind: cross_entropy, weight: 1, domain: source, head: second}
                - {kind: head_similarity, weight: 0.5, heads: [main, second]}""")),
          Map.entry(
              "pool",
              List.of(
                  "  evaluation: {kind",
                  SOURCE
                      + "  source_images: {kind: random_share, proportion: 0.5, proportion_growth: 0.25}\n"
                      + "  evaluation: {kind",
                  "  - {kind: entropy, weight: 1}",
                  "  - {kind: uniformity, weight: 0.1, domain: target}")),
          Map.entry(
              "fixed",
              List.of(
                  "  evaluation: {kind", SOURCE + "  source_per_batch: 1\n  evaluation: {kind")),
          Map.entry(
              "matching",
              List.of(
                  "  evaluation: {kind",
                  SOURCE
                      + "  source_images: {kind: layout, count: 3, considered: 0.9, centres: 2}\n"
                      + "  source_labels: {kind: similar, keep: 0.9, temperature: 2, pool: running, unmatched: keep}\n"
                      + "  evaluation: {kind",
                  "target_statistics: true",
                  "target_statistics: true, labelling_statistics: batch")),
          Map.entry(
              "rare",
              List.of(
                  "  crop: 40",
                  "  crop: 40\n    rare_classes: {below: 0.05, chance: 0.8}",
                  "kind: polynomial_decay, learning_rate: 0.001, power: 0.9, steps: 12, warmup_steps: 0",
                  "kind: constant, learning_rate: 0.001")),
          Map.entry(
              "soft",
              List.of(
                  "pseudo_labels: {kind: class_balanced, proportion: 0.4}",
                  "pseudo_labels: {kind: normalised_class_balanced, proportion: 0.4, proportion_growth: 0.05, proportion_limit: 0.5, every: 4, soft: 0.25}",
                  "  evaluation: {kind",
                  SOURCE + "  evaluation: {kind",
                  "  evaluation_view: {width: 88, height: 40}",
                  "  evaluation_view: {width: 88, height: 40}\n  labelling_view: {width: 80, height: 40, augmentation: {flip: true, scales: [0.5, 1]}}")),
          Map.entry(
              "partial",
              List.of(
                  "target_statistics: true",
                  "target_statistics: true, partial_statistics: {rate: 0.1, decay: 0.08, batches: 3, batch_size: 2}")));

  @TempDir private static Path root;
  private static SmallTask task;

  @BeforeAll
  static void make() throws IOException {
    task = SmallTask.make(root);
    for (String method : METHODS.keySet()) {
      write(task, root, method);
    }
  }

  /** Writes METHOD.yaml beside the small task's config. */
  static void write(SmallTask task, Path root, String method) throws IOException {
    String text = Files.readString(Path.of(task.config("adapt")));
    List<String> changes = Objects.requireNonNull(METHODS.get(method));
    for (int i = 0; i < changes.size(); i += 2) {
      assertThat(text).contains(changes.get(i));
      text = text.replace(changes.get(i), changes.get(i + 1).replace("ROOT", root.toString()));
    }
    task.write(method + ".yaml", text);
  }

  /** What remembers most: a second network, what was chosen of the source, other players. */
  @ParameterizedTest
  @ValueSource(strings = {"teacher", "adversarial"})
  void aRunThatWasKilledEndsWithTheSameBytes(String method) throws IOException {
    endsWithTheSameBytes(method);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"matching", "prior", "pool", "fixed", "rare", "partial", "soft", "mosaic"})
  @Tag("slow")
  void othersThatWereKilledEndWithTheSameBytes(String method) throws IOException {
    endsWithTheSameBytes(method);
  }

  /** TensorFlow names what it adds for a gradient, and sums in the order of names. */
  @ParameterizedTest
  @ValueSource(strings = {"likeness", "adversarial"})
  @Tag("slow")
  void anotherProcessEndsWithTheSameBytes(String method) throws IOException {
    for (String process : List.of("first", "second", "third")) {
      List<String> command =
          List.of(
              "adapt",
              task.config(method),
              "--out",
              root.resolve(method + "_" + process).toString());
      Child child = Child.start(root.resolve(method + "_" + process + ".txt"), command);
      assertThat(child.code()).as(child.text()).isZero();
    }
    Map<String, String> first = SmallTask.trained(root.resolve(method + "_first"));
    assertThat(SmallTask.trained(root.resolve(method + "_second"))).isEqualTo(first);
    assertThat(SmallTask.trained(root.resolve(method + "_third"))).isEqualTo(first);
  }

  private static void endsWithTheSameBytes(String method) throws IOException {
    Path whole = root.resolve(method + "_whole");
    succeeded(adapt(method, whole));
    Path killed = root.resolve(method + "_killed");
    Killer.kill(read(method), killed, killers(method));
    succeeded(adapt(method, killed, "--resume"));
    assertThat(SmallTask.trained(killed)).isEqualTo(SmallTask.trained(whole));
  }

  /** At every kind of moment; without stored labels there is no labelling. */
  private static Killer[] killers(String method) {
    return Stream.of(
            new Killer("target statistics", 2),
            new Killer("labelling, round 1", 3),
            new Killer("target content, round 1", 4),
            new Killer("source layouts, round 1", 5),
            new Killer("source labels, round 1", 2),
            new Killer("training", 4),
            new Killer("labelling, round 2", 5),
            new Killer("source labels, round 2", 3),
            new Killer("training", 11))
        .filter(
            each ->
                !List.of("prior", "adversarial").contains(method)
                    || !each.fatalTask().startsWith("labelling"))
        .filter(
            each -> method.equals("matching") || !each.fatalTask().matches("(target c|source).*"))
        .toArray(Killer[]::new);
  }

  /** Neither the teacher nor anything of the source is in what is handed over. */
  @Test
  void theNetworkHandedOverIsTheTrainedOne() throws IOException {
    Path run = root.resolve("handed_over");
    adapt("teacher", run).succeeded();
    Terminal.run("inspect", run.resolve("saved_model").toString()).succeeded();
    byte[] index = Files.readAllBytes(run.resolve("saved_model/variables/variables.index"));
    assertThat(new String(index, StandardCharsets.ISO_8859_1)).doesNotContain("teacher");
  }

  @Test
  void aRoundTrainsOnTheSourceLabelsThatAreLikeTheTarget() throws IOException {
    Path run = root.resolve("matched");
    succeeded(adapt("matching", run, "--set", "training.rounds=1"));
    Path round = run.resolve("pseudo_labels/round_1");
    Map<String, ?> choice =
        Json.map(Files.readString(round.resolve("source_images.json")), "source_images.json");
    List<?> names = (List<?>) Objects.requireNonNull(choice.get("images"));
    assertThat(names).hasSize(3);
    assertThat((List<?>) choice.get("scores")).hasSize(3);
    Dataset source = read("matching").data().source().orElseThrow();
    ClassSet classes = Json.read(run.resolve("classes.json"), ClassSet.class);
    for (Sample sample : source.samples()) {
      Path labels = StoredLabels.file(round.resolve("source_labels"), sample);
      assertThat(Files.exists(labels)).isEqualTo(names.contains(sample.name()));
      if (Files.exists(labels)) {
        byte[] truth = source.label(sample, classes).ids();
        byte[] kept = ImageFiles.readIds(labels).ids();
        assertThat(dropped(truth, kept)).isBetween(truth.length / 40, truth.length / 5);
      }
    }
  }

  private static int dropped(byte[] truth, byte[] kept) {
    int dropped = 0;
    for (int i = 0; i < truth.length; i++) {
      if (kept[i] != truth[i]) {
        assertThat(kept[i]).isEqualTo((byte) ClassSet.IGNORE);
        dropped++;
      }
    }
    return dropped;
  }

  @Test
  void evaluationTakesTheConfigsViewsWhereTheCommandLineNamesNone() {
    String config = task.config("evaluate");
    String set = "data.evaluation_augmentation={flip: true, scales: [0.5, 1]}";
    String said = Terminal.run("evaluate", config, "--set", set).succeeded().out();
    String asked =
        Terminal.run("evaluate", config, "--flip", "--scales", "0.5,1").succeeded().out();
    assertThat(said).isEqualTo(asked);
    assertThat(said).isNotEqualTo(Terminal.run("evaluate", config).succeeded().out());
  }

  @Test
  void cropsAreCentredOnThePassesRareClasses() throws IOException {
    List<String> once =
        List.of("--set", "training.rounds=1", "--set", "training.steps_per_round=2");
    Path often = root.resolve("often");
    adapt("rare", often, once.toArray(String[]::new)).succeeded();
    Path never = root.resolve("never");
    List<String> none = new ArrayList<>(once);
    none.addAll(List.of("--set", "data.training_view.rare_classes.below=1.0e-9"));
    adapt("rare", never, none.toArray(String[]::new)).succeeded();
    assertThat(SmallTask.trained(often).get("pseudo_labels/round_1.sha256"))
        .isEqualTo(SmallTask.trained(never).get("pseudo_labels/round_1.sha256"));
    assertThat(often.resolve("metrics.jsonl"))
        .content()
        .isNotEqualTo(Files.readString(never.resolve("metrics.jsonl")));
  }

  private static Adaptation read(String method) {
    return (Adaptation)
        ConfigReader.read(Path.of(task.config(method)), List.of(), Experiment.class);
  }

  /** The small network does not predict every class of the source. */
  private static void succeeded(Terminal terminal) {
    assertThat(terminal.complaints())
        .allMatch(line -> line.contains("nothing of the target was selected as"));
    assertThat(terminal.code()).isZero();
  }

  private static Terminal adapt(String method, Path out, String... more) {
    String[] arguments = new String[4 + more.length];
    List<String> first = List.of("adapt", task.config(method), "--out", out.toString());
    System.arraycopy(first.toArray(String[]::new), 0, arguments, 0, 4);
    System.arraycopy(more, 0, arguments, 4, more.length);
    return Terminal.run(arguments);
  }
}
