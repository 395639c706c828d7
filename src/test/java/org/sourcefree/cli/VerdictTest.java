package org.sourcefree.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.run.CandidateScores;
import org.sourcefree.run.Health;
import org.sourcefree.run.Results;
import org.sourcefree.run.RunLog;
import org.sourcefree.run.Verdict;

/** How runs that collapse and runs that do not end, with labels and without. */
@Tag("end-to-end")
class VerdictTest {
  private static final String[] COLLAPSES = {"--set", "schedule.learning_rate=0.003"};

  /** Neither weights nor running statistics move by what could change a label. */
  private static final String[] KEEPS_STILL = {
    "--set", "schedule.learning_rate=1e-9", "--set", "batch_norm.momentum=1e-6"
  };

  private static final String[] AGREEMENT = {"--set", "training.keep.kind=agreement"};

  @TempDir private static Path root;
  private static SmallTask task;

  @BeforeAll
  static void make() throws IOException {
    task = SmallTask.make(root);
    String config = Files.readString(Path.of(task.config("adapt")));
    String keep = "checkpoint_every: 4, keep: {kind: agreement}";
    task.write("keeping.yaml", config.replace("checkpoint_every: 4", keep));
    task.write(
        "entmin.yaml",
        config
            .replace("{kind: class_balanced, proportion: 0.4}", "{kind: none}")
            .replace("  - {kind: cross_entropy, weight: 1}\n", "")
            .replace("  - {kind: negative_learning, weight: 1, width: 3}\n", "")
            .replaceAll("  evaluation: .*\n", ""));
  }

  @Test
  void saysWhichNetworkIsTheBetterOne() {
    Terminal said = task.adapt("worse", COLLAPSES).succeeded();
    Results results = results("worse");

    double source = results.before().orElseThrow().miou();
    double statistics = results.targetStatistics().orElseThrow().miou();
    double adapted = results.after().orElseThrow().miou();
    Verdict verdict = results.verdict().orElseThrow();
    assertThat(adapted).isLessThan(Math.max(source, statistics));
    assertThat(verdict.savedModel()).isEqualTo("adapted");
    assertThat(verdict.better())
        .contains(source > statistics ? "source only" : "target statistics");
    assertThat(verdict.sentence())
        .startsWith("adapted %.1f %% mIoU: ".formatted(adapted))
        .contains(compared(adapted, source) + " source only")
        .contains(compared(adapted, statistics) + " target statistics")
        .contains(" is the better network, ");
    assertThat(verdict.health()).contains("have all but vanished", "do not deploy this network");
    assertThat(said.out().replaceAll("\\s+", " "))
        .contains("Verdict: " + verdict.sentence() + ".", verdict.health(), "lost most: ");
  }

  private static String compared(double miou, double other) {
    long tenths = Math.round(10 * miou) - Math.round(10 * other);
    return tenths > 0
        ? "+%.1f over".formatted(tenths / 10.0)
        : "%.1f below".formatted(-tenths / 10.0);
  }

  /** The network that lost classes is put aside, and what it started from handed over. */
  @Test
  void withoutLabelsACollapsedNetworkIsNotHandedOver() throws IOException {
    Terminal said = run("entmin", "unlabelled", COLLAPSES, AGREEMENT);
    Results results = results("unlabelled");

    Verdict verdict = results.verdict().orElseThrow();
    assertThat(verdict.savedModel()).isEqualTo("target statistics");
    assertThat(verdict.sentence())
        .contains("was not measured", "saved_model is target statistics")
        .contains("adapted is kept in adapted/saved_model");
    assertThat(verdict.health())
        .contains("have all but vanished from the predictions of adapted", "it is not handed over");
    Health health = results.health().orElseThrow();
    assertThat(health.network()).isEqualTo("adapted");
    assertThat(health.isCollapsed()).isTrue();
    assertThat(variables("saved_model"))
        .isEqualTo(variables("target_statistics/saved_model"))
        .isNotEqualTo(variables("adapted/saved_model"));
    assertThat(said.out()).contains("Verdict: ", "Next:", "tools/sourcefree predict ");
  }

  private static String variables(String model) throws IOException {
    Path file = root.resolve("unlabelled").resolve(model).resolve("variables");
    return new String(
        Files.readAllBytes(file.resolve("variables.data-00000-of-00001")),
        StandardCharsets.ISO_8859_1);
  }

  @Test
  void withoutLabelsAHealthyNetworkIsCalledSo() {
    run("entmin", "healthy", KEEPS_STILL, AGREEMENT);
    Results results = results("healthy");

    assertThat(results.health().orElseThrow().isCollapsed()).isFalse();
    assertThat(results.health().orElseThrow().leastShare()).isGreaterThan(0.9);
    assertThat(results.health().orElseThrow().shares().values())
        .extracting(share -> share.source().orElseThrow())
        .satisfies(
            shares ->
                assertThat(shares.stream().mapToDouble(Double::doubleValue).sum())
                    .isCloseTo(1, within(1e-9)));
    assertThat(results.verdict().orElseThrow().health())
        .doesNotContain("vanished from", "do not deploy");
    assertThat(results.candidates().orElseThrow())
        .extracting(CandidateScores::name)
        .containsExactly("source only", "target statistics", "round 1", "adapted");
    assertThat(results.candidates().orElseThrow().get(3).scores().keySet())
        .containsExactly("agreement", "information_maximisation", "soft_neighbourhood_density");
  }

  /** A network that no step was taken on is not called adapted. */
  @Test
  void withoutStepsOnlyTwoNetworksAreShown() throws IOException {
    String config = Files.readString(Path.of(task.config("adapt")));
    int from = config.indexOf("objective:");
    String objective = config.substring(from, config.indexOf("optimizer:"));
    task.write(
        "statistics.yaml",
        config
            .replace(objective, "objective: []\n")
            .replace("{kind: class_balanced, proportion: 0.4}", "{kind: none}"));
    Terminal said = run("statistics", "statistics");
    assertThat(said.out()).contains("source only ", "target statistics ").doesNotContain("adapted");
    assertThat(Files.readString(root.resolve("statistics/report.html")))
        .doesNotContain("mIoU, adapted", "against adapted");
  }

  @Test
  void aCollapseEndsTrainingWhereTheConfigSaysSo() throws IOException {
    run("entmin", "stopped", COLLAPSES, set("training.on_collapse=stop"));
    run("entmin", "restored", COLLAPSES, set("training.on_collapse=restore"));

    long stopped = results("stopped").candidates().orElseThrow().get(2).step();
    long restored = results("restored").candidates().orElseThrow().get(2).step();
    assertThat(stopped).isLessThan(SmallTask.STEPS);
    assertThat(restored).isLessThan(stopped);
    assertThat(new RunLog(root.resolve("stopped")).steps()).hasSize((int) stopped);
    assertThat(results("stopped").health().orElseThrow().isCollapsed()).isTrue();
    assertThat(results("restored").health().orElseThrow().isCollapsed()).isFalse();
  }

  /** Resuming an ended run measures and chooses again, and trains no more. */
  @Test
  void anEndedRunStaysEnded() throws IOException {
    run("entmin", "again", COLLAPSES, set("training.on_collapse=restore"), AGREEMENT);
    Map<String, String> before = SmallTask.trained(root.resolve("again"));

    run("entmin", "again", COLLAPSES, set("training.on_collapse=restore"), AGREEMENT, resume());

    assertThat(SmallTask.trained(root.resolve("again"))).isEqualTo(before);
  }

  @Test
  void labelsChooseTheHighestMiou() {
    run("keeping", "by_labels", COLLAPSES, set("training.keep.kind=labels"));
    Results results = results("by_labels");

    List<CandidateScores> met = results.candidates().orElseThrow();
    assertThat(met).allMatch(each -> each.miou().isPresent());
    double best = met.stream().mapToDouble(each -> each.miou().orElseThrow()).max().orElseThrow();
    assertThat(met)
        .filteredOn(each -> each.name().equals(results.verdict().orElseThrow().savedModel()))
        .singleElement()
        .satisfies(each -> assertThat(each.miou()).contains(best));
    assertThat(results.verdict().orElseThrow().better()).isEmpty();
  }

  private static String[] set(String assignment) {
    return new String[] {"--set", assignment};
  }

  private static String[] resume() {
    return new String[] {"--resume"};
  }

  private static Terminal run(String config, String folder, String[]... options) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(
        List.of("adapt", task.config(config), "--out", root.resolve(folder).toString()));
    for (String[] each : options) {
      arguments.addAll(List.of(each));
    }
    return Terminal.run(arguments.toArray(String[]::new)).succeeded();
  }

  private static Results results(String folder) {
    return new RunLog(root.resolve(folder)).results();
  }
}
