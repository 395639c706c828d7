package org.sourcefree.testing;

import java.util.List;
import org.sourcefree.data.Batch;
import org.sourcefree.data.StandardClasses;
import org.sourcefree.network.Model;
import org.sourcefree.network.Preprocessing;
import org.sourcefree.network.deeplab.DeepLabV2;
import org.sourcefree.objective.CrossEntropy;
import org.sourcefree.objective.Entropy;
import org.sourcefree.objective.NegativeLearning;
import org.sourcefree.objective.Objective;
import org.sourcefree.optimizer.Sgd;
import org.sourcefree.training.Player;
import org.sourcefree.training.TrainingSettings;

/** The paper's network at its real size, ResNet-101, and a step of LD on it. */
public final class PaperNetwork {
  public static final Model MODEL =
      new Model(
          new DeepLabV2(List.of(3, 4, 23, 3), 1, List.of(6, 12, 18, 24)),
          StandardClasses.CITYSCAPES_19.set(),
          Preprocessing.CAFFE);

  public static final TrainingSettings LD =
      TrainingSettings.of(
          TinyNetwork.BATCH_STATISTICS,
          Player.network(
              new Objective(
                  List.of(new CrossEntropy(1), new Entropy(1), new NegativeLearning(1, 3))),
              new Sgd(0.9, 5e-4, 10, Double.POSITIVE_INFINITY)),
          false);

  private PaperNetwork() {}

  /** One random crop with random labels. */
  public static Batch batch(int crop) {
    int pixels = crop * crop;
    return new Batch(
        TestTensors.bytes(1, 3 * pixels),
        TestTensors.labels(2, pixels, 19),
        List.of("random"),
        crop);
  }
}
