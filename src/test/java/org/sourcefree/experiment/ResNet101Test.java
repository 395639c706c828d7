package org.sourcefree.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.graph.Compute;
import org.sourcefree.graph.Tensors;
import org.sourcefree.graph.Variables.Variable;
import org.sourcefree.model.ModelSession;
import org.sourcefree.network.Model;
import org.sourcefree.network.deeplab.DeepLabV2;
import org.sourcefree.testing.PaperNetwork;
import org.sourcefree.testing.TestTensors;
import org.sourcefree.training.Step;
import org.sourcefree.training.StepLosses;
import org.sourcefree.trust.Models;
import org.tensorflow.Result;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;

/** The paper's network at its real size: one LD step, then out to disk and back. */
@Tag("end-to-end")
class ResNet101Test {
  private static final int CROP = 161;
  private static final Model MODEL = PaperNetwork.MODEL;

  @Test
  void takesAnLdStepAndReloadsWithTheSameLogits(@TempDir Path folder) throws IOException {
    float[] trained;
    try (ModelSession model = new ModelSession(MODEL)) {
      Step training = model.step(PaperNetwork.LD, 1);
      initialise(model);
      long started = System.nanoTime();
      StepLosses losses = training.run(model.session(), PaperNetwork.batch(CROP), 0, 1e-3);
      System.out.printf(
          "ResNet-101, one LD step at %d×%d, graph optimisation included: %.1f s, peak RSS %s%n",
          CROP, CROP, (System.nanoTime() - started) / 1e9, peakMemory());
      assertThat(losses.total()).isFinite().isPositive();
      trained = logits(model);
      model.export(folder.resolve("saved_model"));
    }
    try (ModelSession reloaded =
        new Models().open(folder.resolve("saved_model")).session(Compute.DEFAULT)) {
      assertThat(reloaded.model()).isEqualTo(MODEL);
      assertThat(logits(reloaded)).isEqualTo(trained);
    }
  }

  private static void initialise(ModelSession model) {
    SplittableRandom random = new SplittableRandom(1);
    Map<String, float[]> values = new LinkedHashMap<>();
    for (Variable weight : model.weights()) {
      values.put(
          weight.name(), DeepLabV2.initialValues(weight.name(), weight.shape(), random.split()));
    }
    model.variables().assign(model.session(), values);
  }

  private static float[] logits(ModelSession model) {
    try (TUint8 images =
            Tensors.bytes(Shape.of(1, 97, 129, 3), TestTensors.bytes(3, 97 * 129 * 3));
        Result result =
            model
                .session()
                .runner()
                .feed(model.inference().images(), images)
                .fetch(model.inference().logits())
                .run()) {
      return Tensors.array((TFloat32) result.get(0));
    }
  }

  private static String peakMemory() throws IOException {
    Path status = Path.of("/proc/self/status");
    return !Files.exists(status)
        ? "unknown"
        : Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("VmHWM"))
            .findFirst()
            .orElse("unknown")
            .replaceAll("\\s+", " ");
  }
}
