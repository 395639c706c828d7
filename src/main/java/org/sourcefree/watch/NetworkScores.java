package org.sourcefree.watch;

import java.util.Optional;
import org.sourcefree.evaluation.Scores;
import org.sourcefree.run.Results;
import org.sourcefree.run.RunFolder;
import org.sourcefree.run.ValidationPoint;

/**
 * What a run's networks scored on labelled images, those that were measured.
 *
 * @param folder the run's
 * @param results those of the whole run
 */
record NetworkScores(RunFolder folder, Results results) {

  static NetworkScores in(RunFolder folder) {
    return new NetworkScores(folder, folder.results());
  }

  /** mIoU of a network, percent. */
  Optional<Double> miou(String name, long step) {
    return scores(name, step).map(Scores::miou);
  }

  /** IoU of a network. */
  Optional<Scores> scores(String name, long step) {
    return switch (name) {
      case NetworkNames.SOURCE_ONLY -> results.before();
      case NetworkNames.TARGET_STATISTICS -> results.targetStatistics();
      case NetworkNames.ADAPTED -> results.after();
      default ->
          folder.validation().stream()
              .filter(each -> each.step() == step)
              .findFirst()
              .map(ValidationPoint::scores);
    };
  }
}
