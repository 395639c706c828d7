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

  /** IoU of the network at the run's end, whatever it is called. */
  Optional<Scores> last() {
    return results.after();
  }

  /** IoU of a network before that. */
  Optional<Scores> earlier(String name, long step) {
    return switch (name) {
      case NetworkNames.SOURCE_ONLY -> results.before();
      case NetworkNames.TARGET_STATISTICS -> results.targetStatistics();
      default ->
          folder.validation().stream()
              .filter(each -> each.step() == step)
              .findFirst()
              .map(ValidationPoint::scores);
    };
  }
}
