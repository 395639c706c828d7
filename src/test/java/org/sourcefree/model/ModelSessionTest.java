package org.sourcefree.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.InvalidInputException;
import org.sourcefree.data.StandardClasses;
import org.sourcefree.graph.Compute;
import org.sourcefree.graph.Tensors;
import org.sourcefree.graph.Variables.Variable;
import org.sourcefree.image.RgbImage;
import org.sourcefree.network.Model;
import org.sourcefree.network.Preprocessing;
import org.sourcefree.network.deeplab.DeepLabV2;
import org.sourcefree.trust.Models;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

class ModelSessionTest {
  private static final Model MODEL =
      new Model(
          new DeepLabV2(List.of(1, 1, 1, 1), 0.125, List.of(1, 3)),
          StandardClasses.SYNTHIA_16.set(),
          Preprocessing.CAFFE);

  private final Path folder;
  private final RgbImage image;

  ModelSessionTest(@TempDir Path temporary) {
    folder = temporary.resolve("saved_model");
    byte[] pixels = new byte[3 * 40 * 24];
    new SplittableRandom(1).nextBytes(pixels);
    image = new RgbImage(40, 24, pixels);
  }

  @Test
  void aReopenedModelGivesTheSameLogits() {
    try (ModelSession model = random()) {
      model.export(folder);
      try (ModelSession reopened = new Models().open(folder).session(Compute.DEFAULT)) {
        assertThat(reopened.model()).isEqualTo(MODEL);
        assertThat(logits(reopened)).isEqualTo(logits(model));
      }
    }
  }

  @Test
  void theExportedGraphGivesTheSameLogitsFromPreprocessedInputs() {
    try (ModelSession model = random()) {
      model.export(folder);
      try (SavedModelBundle bundle = SavedModelBundle.load(folder.toString());
          TFloat32 inputs = Tensors.floats(Shape.of(1, 24, 40, 3), preprocessed(model));
          Result result = bundle.function("logits").call(Map.of("inputs", inputs))) {
        assertThat(Tensors.array((TFloat32) result.get("logits").orElseThrow()))
            .isEqualTo(logits(model));
      }
    }
  }

  @Test
  void theExportedGraphHoldsNothingOfTraining() {
    try (ModelSession model = random()) {
      model.variables().get("layer5.momentum", Shape.of(2));
      model.export(folder);
    }
    try (SavedModelBundle bundle = SavedModelBundle.load(folder.toString())) {
      bundle
          .graph()
          .operations()
          .forEachRemaining(
              operation ->
                  assertThat(operation.type() + " " + operation.name())
                      .doesNotStartWith("ResourceApply")
                      .doesNotContain("momentum", " gradients/"));
    }
  }

  @Test
  void refusesToExportWeightsThatAreNotFinite() {
    try (ModelSession model = random()) {
      Variable last = model.weights().get(model.weights().size() - 1);
      float[] values = new float[Math.toIntExact(last.shape().size())];
      values[0] = Float.NaN;
      model.variables().assign(model.session(), Map.of(last.name(), values));
      assertThatThrownBy(() -> model.export(folder))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContainingAll("finite", "NaN", last.name());
    }
    assertThat(folder).doesNotExist();
  }

  private static ModelSession random() {
    ModelSession model = new ModelSession(MODEL);
    RandomGenerator random = new SplittableRandom(3);
    Map<String, float[]> values = new HashMap<>();
    for (Variable weight : model.weights()) {
      float[] initial = DeepLabV2.initialValues(weight.name(), weight.shape(), random);
      for (int i = 0; i < initial.length; i++) {
        initial[i] += (float) (0.01 * random.nextDouble());
      }
      values.put(weight.name(), initial);
    }
    model.variables().assign(model.session(), values);
    return model;
  }

  private float[] logits(ModelSession model) {
    try (TFloat32 logits = model.predictor().logits(image)) {
      return Tensors.array(logits);
    }
  }

  private float[] preprocessed(ModelSession model) {
    Session.Runner runner = model.session().runner();
    try (var images = Tensors.bytes(Shape.of(1, 24, 40, 3), image.pixels());
        Result result =
            runner
                .feed(model.inference().images(), images)
                .fetch(model.inference().inputs())
                .run()) {
      return Tensors.array((TFloat32) result.get(0));
    }
  }
}
