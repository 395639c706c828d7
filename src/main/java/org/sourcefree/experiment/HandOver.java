package org.sourcefree.experiment;

import java.nio.file.Path;
import java.util.Optional;
import org.sourcefree.choice.Candidate;
import org.sourcefree.model.ModelSession;
import org.sourcefree.model.PretrainedModel;
import org.sourcefree.run.Health;
import org.sourcefree.run.RunFolder;
import org.sourcefree.run.Verdict;
import org.sourcefree.trust.Models;
import org.sourcefree.trust.Use;
import org.sourcefree.watch.Ending;
import org.sourcefree.watch.VerdictText;

/**
 * What an adaptation does with the networks it met: the chosen one becomes saved_model, and the
 * results say what the run came to.
 *
 * @param models opens a network that is kept in the run folder
 */
record HandOver(TrainingConfig config, Models models, MetNetworks networks) {

  /**
   * Hands over; saved_model holds the last network by now.
   *
   * @param steps taken by it
   */
  void run(RunParts parts, long steps) {
    RunFolder folder = parts.folder();
    networks.adapted(steps);
    Ending ending = new Ending(folder, config.training().kept(), parts.model().model());
    if (!ending.keepsLast()) {
      networks.candidates().takeSavedModel(ending.last().name(), folder.savedModel());
      try (ModelSession chosen = open(ending)) {
        chosen.export(folder.savedModel());
      }
    }
    Verdict verdict = VerdictText.of(ending);
    Health health = ending.health(ending.last());
    folder.writeResults(folder.results().withEnd(verdict, Optional.of(health), ending.scores()));
  }

  private ModelSession open(Ending ending) {
    Candidate chosen = ending.chosen();
    Optional<Path> kept = networks.candidates().savedModel(chosen.name());
    return kept.isPresent()
        ? models.open(PretrainedModel.unsaid(kept.get()), Use.TRAINING).session(config.compute())
        : config.open(models);
  }
}
