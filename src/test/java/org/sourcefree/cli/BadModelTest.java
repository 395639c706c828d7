package org.sourcefree.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;

/** SavedModels that cannot be used, or not with this config, and training that comes to nothing. */
@Tag("end-to-end")
class BadModelTest {
  private static final String PB = "saved_model.pb";

  @TempDir private static Path root;
  private static Refusals refusals;

  @BeforeAll
  static void pretrain() {
    refusals = Refusals.of(root);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "network | {stages: [1, 1, 1, 1], width: 0.25, atrous_rates: [1, 2]}",
        "classes | synthia_16",
        "preprocessing | {channel_order: rgb, mean: [104, 116, 122], standard_deviation: [1, 1, 1]}",
      })
  void aConfigThatContradictsTheModel(String key, String value) {
    String[] words = {"model." + key + " must agree", refusals.task().savedModel().toString()};
    refusals.adapt(List.of("model." + key + "=" + value), words);
    refusals.evaluate(List.of("model." + key + "=" + value), words);
    if (!key.equals("preprocessing")) {
      refusals.refused("evaluate", "pretrain", List.of("model." + key + "=" + value), words);
    }
  }

  @Test
  void aConfigThatAgreesWithTheModelSaysNothingNew() {
    Terminal.run(
            "evaluate",
            refusals.task().config("adapt"),
            "--set",
            "model.classes=cityscapes_19",
            "--set",
            "model.network={stages: [1, 1, 1, 1], width: 0.125, atrous_rates: [1, 2]}")
        .succeeded();
  }

  @Test
  void noModel() {
    refuse(root.resolve("no_model"), "saved_model must be a folder", "no_model");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {PB, "variables/variables.index", "variables/variables.data-00000-of-00001"})
  void aTruncatedModel(String file) throws IOException {
    Path model = copy("truncated_" + file.replace('/', '_'));
    byte[] whole = Files.readAllBytes(model.resolve(file));
    Files.write(model.resolve(file), Arrays.copyOf(whole, whole.length / 2));
    refuse(model, model.toString());
  }

  @Test
  void aModelWithoutVariables() throws IOException {
    Path model = copy("weightless");
    for (Path file : SmallTask.files(model.resolve("variables")).values()) {
      Files.delete(file);
    }
    refuse(model, "weights", model.toString());
  }

  @Test
  void anEmptyModel() throws IOException {
    Path model = copy("empty");
    Files.write(model.resolve(PB), new byte[0]);
    refuse(model, model.toString());
  }

  @Test
  void aModelWithoutDescription() throws IOException {
    Path model = copy("foreign");
    SavedModel whole = SavedModel.parseFrom(Files.readAllBytes(model.resolve(PB)));
    MetaGraphDef.Builder graph = whole.getMetaGraphs(0).toBuilder();
    GraphDef.Builder nodes = graph.getGraphDef().toBuilder().clearNode();
    graph.getGraphDef().getNodeList().stream()
        .filter(node -> !node.getName().equals("sourcefree_model"))
        .forEach(nodes::addNode);
    SavedModel foreign = whole.toBuilder().setMetaGraphs(0, graph.setGraphDef(nodes)).build();
    Files.write(model.resolve(PB), foreign.toByteArray());
    refuse(model, "must describe its network", model.toString());
  }

  @Test
  void weightsOfAnotherClassCount() throws IOException {
    Path other = root.resolve("pretrained_16");
    Terminal.run(
            "pretrain",
            refusals.task().config("pretrain"),
            "--out",
            other.toString(),
            "--set",
            "model.classes=synthia_16",
            "--set",
            "training.steps_per_round=1")
        .succeeded();
    Path model = copy("mixed");
    Files.copy(other.resolve("saved_model").resolve(PB), root.resolve("mixed").resolve("other.pb"));
    Files.delete(model.resolve(PB));
    Files.move(model.resolve("other.pb"), model.resolve(PB));
    refuse(model, "must have shape", "16", "19", model.toString());
    refusals.adapt(
        List.of("model.classes=cityscapes_19", "model.saved_model=" + other.resolve("saved_model")),
        "model.classes must agree",
        "pretrained_16");
  }

  @Test
  void complementaryRanksThatTheClassesDoNotHave() {
    refusals.adapt(List.of("objective.2.width=9"), "negative_learning.width must", "19", "got 9");
  }

  @Test
  void aRunInAPlaceThatCannotBeWritten() {
    Path below = refusals.task().write("solid.txt", "mine").resolve("below");
    for (String command : List.of("adapt", "evaluate", "pretrain")) {
      refusals.refuses(
          List.of(command, refusals.task().config(command), "--out", below.toString()),
          "solid.txt");
    }
  }

  @Test
  void aLearningRateThatLeadsNowhere() throws IOException {
    refusals
        .task()
        .adapt("diverged", "--set", "schedule.learning_rate=1e30")
        .refused("must stay finite", "at step 0 on [streets", "learning_rate");
    assertThat(root.resolve("diverged/saved_model")).doesNotExist();
  }

  @Test
  void aLastStepThatLeadsNowhere() {
    refusals
        .task()
        .adapt(
            "overflown",
            "--set",
            "schedule.learning_rate=1e38",
            "--set",
            "optimizer.head_multiplier=1e38",
            "--set",
            "training={batch_size: 2, rounds: 1, steps_per_round: 1, checkpoint_every: 1}")
        .refused("every weight must stay finite", "at step 0 on [streets", "learning_rate");
    assertThat(root.resolve("overflown/saved_model")).doesNotExist();
    assertThat(root.resolve("overflown")).doesNotExist();
  }

  private static void refuse(Path model, String... words) {
    refusals.adapt(List.of("model.saved_model=" + model), words);
    refusals.evaluate(List.of("model.saved_model=" + model), words);
  }

  private static Path copy(String name) throws IOException {
    refusals.task().copy("pretrained/saved_model", name);
    return root.resolve(name);
  }
}
