package org.sourcefree.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sourcefree.InvalidInputException;
import org.sourcefree.data.Batch;
import org.sourcefree.data.StandardClasses;
import org.sourcefree.graph.Compute;
import org.sourcefree.graph.GraphNodes.TensorName;
import org.sourcefree.graph.Tensors;
import org.sourcefree.graph.Variables;
import org.sourcefree.network.Model;
import org.sourcefree.network.Preprocessing;
import org.sourcefree.objective.CrossEntropy;
import org.sourcefree.objective.Objective;
import org.sourcefree.optimizer.Sgd;
import org.sourcefree.savedmodel.SavedModelFile;
import org.sourcefree.testing.ForeignTiny;
import org.sourcefree.testing.TinyNetwork;
import org.sourcefree.training.Player;
import org.sourcefree.training.TrainingSettings;
import org.sourcefree.trust.Models;
import org.sourcefree.trust.Use;
import org.tensorflow.Result;
import org.tensorflow.types.TFloat32;

/** A network that another program wrote is, once named, the network that we would have built. */
class NamedGraphTest {
  private static final TensorName INPUT = TensorName.parse("image:0");
  private static final TensorName LOGITS = TensorName.parse("logits:0");

  @TempDir private Path folder;
  private static float[] ourLogits;

  /** What one step adds to each weight of our network. */
  private static final Map<String, float[]> OUR_STEP = new LinkedHashMap<>();

  @BeforeAll
  static void stepOurs() {
    try (ModelSession ours = new ModelSession(TinyNetwork.MODEL)) {
      TinyNetwork.load(ours.session(), ours.variables());
      ourLogits = logits(ours);
      step(ours);
      for (Variables.Variable weight : ours.weights()) {
        float[] after = ours.variables().read(ours.session(), weight.name());
        OUR_STEP.put(weight.name(), minus(after, golden(weight.name())));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(ForeignTiny.Weights.class)
  void logitsAndAStepAreOurNetworks(ForeignTiny.Weights kind) throws IOException {
    ForeignTiny.write(folder.resolve("theirs"), kind);
    ForeignGraph read =
        ForeignGraph.read(
            SavedModelFile.read(folder.resolve("theirs")),
            INPUT,
            LOGITS,
            List.of("head.", "variables/head."));
    Model model =
        new Model(read.network(), TinyNetwork.MODEL.classes(), TinyNetwork.MODEL.preprocessing());
    try (ModelSession theirs = new ModelSession(model)) {
      theirs.variables().assign(theirs.session(), read.weights());
      assertClose(logits(theirs), ourLogits, "logits");
      step(theirs);
      for (Map.Entry<String, float[]> ours : OUR_STEP.entrySet()) {
        // The writer's variables lie in a scope of their own.
        String scope = kind == ForeignTiny.Weights.RESOURCE ? "variables/" : "";
        String name = scope + ForeignTiny.foreign(ours.getKey());
        float[] after = theirs.variables().read(theirs.session(), name);
        assertClose(minus(after, golden(ours.getKey())), ours.getValue(), name);
      }
      theirs.export(folder.resolve("adapted"));
      try (ModelSession reopened =
          new Models().open(folder.resolve("adapted")).session(Compute.DEFAULT)) {
        assertThat(reopened.model()).isEqualTo(model);
        assertClose(logits(reopened), logits(theirs), "exported");
      }
    }
  }

  @Test
  void refusesWhatItCannotFind() throws IOException {
    ForeignTiny.write(folder.resolve("theirs"), ForeignTiny.Weights.FROZEN);
    refused(named("imagf:0", "logits:0"), "model.graph.input", "did you mean image:0?");
    refused(named("image:0", "nothing_like_it"), "model.graph.logits must be a tensor");
    refused(named("logits:0", "image:0"), "must be computed from");
    refused(named("image:0", "logits:0"), "[N, h, w, 19]", "logits:0");
  }

  @Test
  void refusesAGraphThatIsNotDescribed() {
    refusedUndescribed("classes must", Optional.empty(), Optional.of(Preprocessing.CAFFE));
    refusedUndescribed(
        "preprocessing must", Optional.of(StandardClasses.CITYSCAPES_19), Optional.empty());
  }

  private void refusedUndescribed(
      String words, Optional<StandardClasses> classes, Optional<Preprocessing> preprocessing) {
    Optional<NamedTensors> graph = Optional.of(new NamedTensors("image", "logits", List.of()));
    assertThatThrownBy(
            () ->
                new PretrainedModel(
                    folder, graph, Optional.empty(), classes, Optional.empty(), preprocessing))
        .hasMessageStartingWith(words);
  }

  private PretrainedModel named(String input, String logits) {
    return new PretrainedModel(
        folder.resolve("theirs"),
        Optional.of(new NamedTensors(input, logits, List.of())),
        Optional.empty(),
        Optional.of(StandardClasses.CITYSCAPES_19),
        Optional.empty(),
        Optional.of(Preprocessing.CAFFE));
  }

  private static void refused(PretrainedModel said, String... words) {
    assertThatThrownBy(() -> new Models().open(said, Use.TRAINING).session(Compute.DEFAULT).close())
        .isInstanceOf(InvalidInputException.class)
        .message()
        .contains(words);
  }

  private static float[] golden(String weight) {
    return TinyNetwork.weights("network/weights/" + weight + ".npy");
  }

  private static void step(ModelSession model) {
    TrainingSettings settings =
        TrainingSettings.of(
            TinyNetwork.BATCH_STATISTICS,
            Player.network(
                new Objective(List.of(new CrossEntropy(1))),
                new Sgd(0.9, 0.0005, 10, Double.POSITIVE_INFINITY)),
            false);
    model.step(settings, 1).run(model.session(), batch(), 0, 0.01);
  }

  private static Batch batch() {
    byte[] images = new byte[2 * 65 * 65 * 3];
    byte[] labels = new byte[2 * 65 * 65];
    for (int i = 0; i < images.length; i++) {
      images[i] = (byte) (i * 31 + i / 97);
    }
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (byte) (i / 33 % TinyNetwork.CLASSES);
    }
    return new Batch(images, labels, List.of("first", "second"), 65);
  }

  private static float[] logits(ModelSession model) {
    try (TFloat32 inputs = TinyNetwork.images("network/tiny_input.npy");
        Result result =
            model
                .session()
                .runner()
                .feed(model.inference().inputs(), inputs)
                .fetch(model.inference().logits())
                .run()) {
      return Tensors.array((TFloat32) result.get(0));
    }
  }

  private static float[] minus(float[] a, float[] b) {
    float[] difference = new float[a.length];
    for (int i = 0; i < a.length; i++) {
      difference[i] = a[i] - b[i];
    }
    return difference;
  }

  /** Within float noise of the largest value. */
  private static void assertClose(float[] found, float[] expected, String name) {
    float largest = 1e-6f;
    for (float value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    assertThat(found).as(name).hasSameSizeAs(expected);
    for (int i = 0; i < found.length; i++) {
      assertThat(found[i]).as(name).isCloseTo(expected[i], within(2e-3f * largest));
    }
  }
}
