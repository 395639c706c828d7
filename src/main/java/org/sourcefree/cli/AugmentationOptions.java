package org.sourcefree.cli;

import java.util.List;
import java.util.Optional;
import org.sourcefree.InvalidInputException;
import org.sourcefree.network.TestTimeAugmentation;
import picocli.CommandLine.Option;

/** Test-time augmentation on the command line. */
final class AugmentationOptions {
  @Option(
      names = "--flip",
      description = "Predict each image mirrored too, and average the class probabilities.")
  private boolean flip;

  @Option(
      names = "--scales",
      split = ",",
      paramLabel = "FACTOR",
      description =
          "Predict each image at these scales, such as 0.75,1,1.25, and average (default: 1).")
  private List<Double> scales = List.of(1.0);

  /** What was asked for; empty if nothing was. */
  Optional<TestTimeAugmentation> asked() {
    return Optional.of(augmentation()).filter(each -> !each.equals(TestTimeAugmentation.NONE));
  }

  /**
   * What was asked for.
   *
   * @throws InvalidInputException if a scale cannot be
   */
  TestTimeAugmentation augmentation() {
    try {
      return new TestTimeAugmentation(flip, scales);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException("--" + e.getMessage(), e);
    }
  }
}
