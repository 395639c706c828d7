package org.sourcefree.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sourcefree.config.ConfigReader;
import org.sourcefree.evaluation.Scores;
import org.sourcefree.experiment.Adaptation;
import org.sourcefree.experiment.Experiment;
import org.sourcefree.graph.Variables;
import org.sourcefree.network.discriminator.DiscriminatorNetwork;
import org.sourcefree.network.discriminator.Pixel;
import org.sourcefree.network.discriminator.Strided;
import org.sourcefree.run.RunLog;
import org.sourcefree.savedmodel.StoredVariables;
import org.sourcefree.savedmodel.Weights;
import org.sourcefree.torch.TensorFile;
import org.tensorflow.Graph;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/** Both stages of DAST on the small task: attention by a discriminator, then rounds of labels. */
@Tag("end-to-end")
class AttentionTest {
  private static final String SOURCE =
      """
        source: {kind: street_scenes, root: ROOT/data, scenes: ROOT/scenes.yaml, domain: source, split: train}
        source_batches: {batch_size: 2}
        evaluation: {kind\
      """;

  private static final String DISCRIMINATORS =
      """
        optimizer: {beta1: 0.9, beta2: 0.99, epsilon: 1.0e-8, new_each_round: true}
        schedule: {kind: restarted_polynomial_decay, learning_rate: 0.001, power: 0.9, steps: 12, steps_per_round: 6, round_factor: 1}
      objective:
        - {kind: cross_entropy, weight: 1, domain: source}
        - {kind: adversarial, weight: 0.1, discriminator: features}
        - {kind: adversarial, weight: 0.1, discriminator: output}
      """;

  @TempDir private static Path root;
  private static SmallTask task;

  @BeforeAll
  static void make() throws IOException {
    task = SmallTask.make(root, "--set", "model.network.stages=[1, 1, 1, 2]");
    String adapt = Files.readString(Path.of(task.config("adapt")));
    String terms = adapt.substring(adapt.indexOf("objective:"), adapt.indexOf("optimizer:"));
    String both = adapt.replace("  evaluation: {kind", SOURCE.replace("ROOT", root.toString()));
    String labels = "pseudo_labels: {kind: class_balanced, proportion: 0.4}";
    task.write(
        "adversarial.yaml",
        both.replace(labels, "pseudo_labels: {kind: none}")
            .replace(terms, discriminators("", ", attention: {shortcut: identity}")));
    String from = "  from: " + root.resolve("first") + "\n";
    String target = "  - {kind: cross_entropy, weight: 1, domain: target}\n";
    task.write(
        "rounds.yaml",
        both.replace("pretrained/saved_model", "first/saved_model")
            .replace("statistics: batch", "statistics: frozen")
            .replace("target_statistics: true", "target_statistics: false")
            .replace(
                labels,
                "pseudo_labels: {kind: normalised_class_balanced, proportion: 0.5, proportion_growth: 0, proportion_limit: 0.5, every: 4, cap: 0.9}")
            .replace(terms, discriminators(from, "") + target));
    adapt("adversarial", "first").succeeded();
  }

  private static String discriminators(String from, String attention) {
    return """
        discriminators:
        FROM  networks:
            - {name: features, network: {kind: pixel, width: 8}, sees: features, loss: least_squares, factor: 1ATTENTION}
            - {name: output, network: {kind: strided, width: 2}, sees: probabilities, loss: least_squares, factor: 1}
        """
            .replace("FROM", from)
            .replace("ATTENTION", attention)
        + DISCRIMINATORS;
  }

  /** What is exported attends: it scores what the run's last measurement says. */
  @Test
  void theModelThatIsHandedOverHoldsItsAttentionAlone() throws IOException {
    Path model = root.resolve("first/saved_model");
    try (StoredVariables variables = StoredVariables.open(model)) {
      assertThat(variables.entries().stream().map(TensorFile.Entry::name))
          .contains("discriminator.features.conv1.weight")
          .noneMatch(name -> name.startsWith("discriminator.output") || name.contains("moment"));
    }
    Scores after = new RunLog(root.resolve("first")).results().after().orElseThrow();
    String set = "model.saved_model=" + model;
    String evaluated =
        Terminal.run("evaluate", task.config("evaluate"), "--set", set).succeeded().out();
    assertThat(evaluated).contains(String.format(Locale.ROOT, "%.1f", after.miou()));
    Terminal.run("inspect", model.toString()).succeeded();
    String served = root.resolve("served").toString();
    Terminal.run("export", model.toString(), "--out", served).succeeded();
    Terminal.run("export", model.toString(), "--torch", root.resolve("torch.pth").toString())
        .refused("without attention");
  }

  @Test
  @Tag("slow")
  void aKilledAdversarialStageEndsWithTheSameBytes() throws IOException {
    Path killed = root.resolve("adversarial_killed");
    Killer.kill(
        read("adversarial"),
        killed,
        new Killer("target statistics", 2),
        new Killer("training", 4),
        new Killer("training", 11));
    adapt("adversarial", "adversarial_killed", "--resume").succeeded();
    assertThat(SmallTask.trained(killed)).isEqualTo(SmallTask.trained(root.resolve("first")));
  }

  @Test
  @Tag("slow")
  void killedRoundsEndWithTheSameBytes() throws IOException {
    succeeded(adapt("rounds", "rounds"));
    Path killed = root.resolve("rounds_killed");
    Killer.kill(
        read("rounds"),
        killed,
        new Killer("labelling, round 1", 3),
        new Killer("training", 4),
        new Killer("labelling, round 2", 5),
        new Killer("training", 7),
        new Killer("training", 11));
    succeeded(adapt("rounds", "rounds_killed", "--resume"));
    assertThat(SmallTask.trained(killed)).isEqualTo(SmallTask.trained(root.resolve("rounds")));
  }

  @Test
  void roundsBeginWithTheDiscriminatorsOfTheStageBefore() {
    Path second = root.resolve("second");
    Killer.kill(read("rounds"), second, new Killer("training", 1));
    assertCarried("features", new Pixel(8), 256);
    assertCarried("output", new Strided(2), 19);
  }

  /** A suite otherwise leaves no states of rows that are done. */
  @Test
  void aSuiteKeepsTheStateThatItsNextRowGoesOnFrom() {
    task.write(
        "stages.yaml",
        """
        kind: suite
        title: Two stages
        output: ROOT/stages
        reference: {seconds_each: 5, hardware: a guess}
        seeds: [1]
        means: [{name: mIoU, without: []}]
        rows:
          - {name: first, title: First, config: ROOT/adversarial.yaml, mechanism: A}
          - {name: second, title: Second, config: ROOT/rounds.yaml, starts_from: first, mechanism: SA}
        sweeps: []
        """
            .replace("ROOT", root.toString()));
    Terminal suite = Terminal.run("reproduce", task.config("stages"));
    assertThat(suite.complaints()).noneMatch(line -> line.contains("failed"));
    assertThat(suite.code()).isZero();
    Path rows = root.resolve("stages/rows");
    assertThat(rows.resolve("second/seed_1/saved_model")).isDirectory();
    assertThat(rows.resolve("first/seed_1/checkpoints")).isDirectory();
    assertThat(rows.resolve("second/seed_1/checkpoints")).doesNotExist();
  }

  private static void assertCarried(String name, DiscriminatorNetwork network, int channels) {
    Map<String, float[]> before = weights("first", SmallTask.STEPS, name, network, channels);
    Map<String, float[]> after = weights("second", 0, name, network, channels);
    assertThat(after).hasSameSizeAs(before);
    before.forEach((key, values) -> assertThat(after.get(key)).as(key).containsExactly(values));
  }

  @Test
  void aRunThatIsNotThereIsSaidBeforeAnythingIsWritten() {
    adapt("rounds", "nothing", "--set", "discriminators.from=" + root + "/none")
        .refused("discriminators.from");
    assertThat(root.resolve("nothing")).doesNotExist();
  }

  /** The discriminator that a teacher would attend by has no average. */
  @ParameterizedTest
  @ValueSource(strings = {"adversarial", "rounds"})
  void aTeacherBesideAttentionIsRefused(String config) throws IOException {
    String taught =
        Files.readString(Path.of(task.config(config)))
            .replace(
                "\nbatch_norm:",
                "\nteacher: {decay: 0.9, ramp: false, statistics: batch}\nbatch_norm:");
    task.write("taught.yaml", taught);
    adapt("taught", "nothing").refused("teacher must be left out beside attention");
    assertThat(root.resolve("nothing")).doesNotExist();
  }

  /** Of a discriminator in a run's state. */
  private static Map<String, float[]> weights(
      String run, int step, String name, DiscriminatorNetwork network, int channels) {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Variables variables = new Variables(tf).of(DiscriminatorNetwork.owner(name));
      Shape shape = Shape.of(1, 64, 64, channels);
      network.build(
          tf, variables, tf.placeholder(TFloat32.class, Placeholder.shape(shape)), channels);
      Path state = root.resolve("%s/checkpoints/step_%08d/variables".formatted(run, step));
      return Weights.read(state, variables.all());
    }
  }

  private static Adaptation read(String config) {
    return (Adaptation)
        ConfigReader.read(Path.of(task.config(config)), List.of(), Experiment.class);
  }

  /** The small network does not predict every class. */
  private static void succeeded(Terminal terminal) {
    assertThat(terminal.complaints())
        .allMatch(line -> line.contains("nothing of the target was selected as"));
    assertThat(terminal.code()).isZero();
  }

  private static Terminal adapt(String config, String out, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of("adapt", task.config(config), "--out", root.resolve(out).toString()));
    arguments.addAll(Arrays.asList(more));
    return Terminal.run(arguments.toArray(String[]::new));
  }
}
