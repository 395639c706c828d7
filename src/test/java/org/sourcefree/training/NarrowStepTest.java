package org.sourcefree.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.data.MadeUp;
import org.sourcefree.graph.Compute;
import org.sourcefree.image.ImageSize;
import org.sourcefree.machine.ChildJvm;
import org.sourcefree.model.ModelSession;
import org.sourcefree.network.BatchNorm;
import org.sourcefree.network.Model;
import org.sourcefree.network.deeplab.DeepLabV2;
import org.sourcefree.objective.CrossEntropy;
import org.sourcefree.objective.Objective;
import org.sourcefree.optimizer.Sgd;
import org.sourcefree.testing.TinyNetwork;

/**
 * Steps of networks with fewer than 16 channels, at sizes at which oneDNN's kernel wrote beyond its
 * memory.
 */
class NarrowStepTest {
  private static final List<Integer> SIZES = List.of(36, 44, 52);
  private static final String END = "all steps were taken";

  @Test
  void aProcessLivesOnAfterSteps(@TempDir Path folder) throws Exception {
    Path output = folder.resolve("output");
    Process child =
        ChildJvm.of(List.of("-Xmx1g"), NarrowStepTest.class, List.of())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(child.waitFor()).as(Files.readString(output)).isZero();
    assertThat(output).content().contains(END);
  }

  /** What {@link #aProcessLivesOnAfterSteps} starts. */
  public static void main(String[] arguments) {
    BatchNorm batchNorm =
        new BatchNorm(
            BatchNorm.Statistics.BATCH,
            BatchNorm.ScaleAndShift.FROZEN,
            0.1,
            false,
            Optional.empty(),
            Optional.empty());
    Sgd sgd = new Sgd(0.9, 5e-4, 10, Double.POSITIVE_INFINITY);
    Player network = Player.network(new Objective(List.of(new CrossEntropy(1))), sgd);
    for (double width : List.of(1 / 64.0, 1 / 32.0, 3 / 64.0)) {
      Model model =
          new Model(
              new DeepLabV2(List.of(1, 1, 1, 1), width, List.of(6, 12)),
              TinyNetwork.MODEL.classes(),
              TinyNetwork.MODEL.preprocessing());
      try (ModelSession session = new ModelSession(model, Compute.DEFAULT)) {
        session.initialise(1);
        Step step = session.step(TrainingSettings.of(batchNorm, network, false), 1);
        for (int i = 0; i < 5 * SIZES.size(); i++) {
          int size = SIZES.get(i % SIZES.size());
          ImageSize square = new ImageSize(size, size);
          step.run(session.session(), MadeUp.batch(1, square, TinyNetwork.CLASSES, i), i, 1e-3);
        }
      }
    }
    System.out.println(END);
  }
}
