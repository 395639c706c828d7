package org.sourcefree.watch;

import java.util.Optional;
import org.sourcefree.model.ModelSession;
import org.sourcefree.run.NetworkNames;
import org.sourcefree.run.RunFolder;
import org.sourcefree.training.TrainingPlan;

/**
 * The networks that an adaptation meets, noted as it goes: source only, target statistics, the ends
 * of rounds, the networks measured between, and the last.
 */
public record MetNetworks(
    WatchedImages images,
    Candidates candidates,
    ModelSession model,
    RunFolder folder,
    TrainingPlan plan,
    boolean trains) {

  /**
   * Adds what a look computes to the model's graph, and forgets what a resumed run will meet again.
   *
   * @param images some of those adapted to
   * @param trains whether steps are taken
   */
  public static MetNetworks of(
      WatchedImages images,
      ModelSession model,
      RunFolder folder,
      TrainingPlan plan,
      boolean trains) {
    Candidates candidates = new Candidates(folder.path());
    candidates.dropAfter(folder.taken().orElse(-1));
    return new MetNetworks(images, candidates, model, folder, plan, trains);
  }

  /** The model as the config names it. */
  public void sourceOnly() {
    note(NetworkNames.SOURCE_ONLY, 0, false, Optional.empty());
  }

  /** The model after its averages were re-estimated; kept, as training will change it. */
  public void targetStatistics() {
    note(NetworkNames.TARGET_STATISTICS, 0, trains, Optional.empty());
  }

  /**
   * Notes the network where a round ends or one was measured, but for the last.
   *
   * @param look at it, if it was just taken
   */
  public void noteIfDue(long taken, Optional<Look> look) {
    if (taken == 0 || taken == plan.totalSteps()) {
      return;
    }
    boolean kept = plan.kept().looksBack();
    if (taken % plan.stepsPerRound() == 0) {
      note(NetworkNames.round(taken / plan.stepsPerRound()), taken, kept, look);
    } else if (kept && plan.validateEvery().filter(every -> taken % every == 0).isPresent()) {
      note(NetworkNames.step(taken), taken, true, look);
    }
  }

  /** The network after the last step, if any was taken. */
  public void adapted(long taken) {
    if (trains) {
      note(NetworkNames.ADAPTED, taken, false, Optional.empty());
    }
  }

  private void note(String name, long taken, boolean kept, Optional<Look> seen) {
    if (candidates.has(name)) {
      return;
    }
    Look look = seen.orElseGet(images::look);
    if (look.isFinite()) {
      candidates.add(name, taken, look, kept ? Optional.of(model) : Optional.empty());
    }
  }
}
