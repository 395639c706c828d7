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
  @TempDir private static Path root;
  private static SmallTask task;

  @BeforeAll
  static void make() throws IOException {
    task = SmallTask.make(root);
    for (String method : SmallMethods.names()) {
      SmallMethods.write(task, root, method);
    }
  }

  /** What remembers most: a second network, other players, what was found before training. */
  @ParameterizedTest
  @ValueSource(strings = {"teacher", "adversarial", "patches"})
  void aRunThatWasKilledEndsWithTheSameBytes(String method) throws IOException {
    endsWithTheSameBytes(method);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "matching",
        "prior",
        "pool",
        "fixed",
        "rare",
        "partial",
        "soft",
        "mosaic",
        "bottleneck"
      })
  @Tag("slow")
  void othersThatWereKilledEndWithTheSameBytes(String method) throws IOException {
    endsWithTheSameBytes(method);
  }

  /** TensorFlow names what it adds for a gradient, and sums in the order of names. */
  @ParameterizedTest
  @ValueSource(strings = {"likeness", "adversarial", "patches", "bottleneck"})
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
            new Killer("kinds of patches", 2),
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
                !List.of("prior", "adversarial", "patches", "bottleneck").contains(method)
                    || !each.fatalTask().startsWith("labelling"))
        .filter(each -> method.equals("patches") || !each.fatalTask().startsWith("kinds"))
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
