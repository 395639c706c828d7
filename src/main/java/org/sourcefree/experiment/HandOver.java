package org.sourcefree.experiment;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.sourcefree.choice.Candidate;
import org.sourcefree.evaluation.Measurement;
import org.sourcefree.model.ModelSession;
import org.sourcefree.model.PretrainedModel;
import org.sourcefree.run.Health;
import org.sourcefree.run.RunFolder;
import org.sourcefree.run.ValidationPoint;
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
 * @param evaluation of a model, empty if there are no labelled images
 */
record HandOver(
    TrainingConfig config,
    Models models,
    MetNetworks networks,
    Function<ModelSession, Optional<Measurement>> evaluation) {

  /**
   * Hands over; saved_model holds the last network by now.
   *
   * @param steps taken by it
   */
  void run(RunParts parts, long steps) {
    RunFolder folder = parts.folder();
    networks.adapted(steps);
    Ending ending = ending(parts);
    if (!ending.keepsLast()) {
      networks.candidates().takeSavedModel(ending.last().name(), folder.savedModel());
      try (ModelSession chosen = open(ending)) {
        measureIfUnknown(ending, chosen);
        chosen.export(folder.savedModel());
      }
      ending = ending(parts);
    }
    Verdict verdict = VerdictText.of(ending);
    Health health = ending.health(ending.last());
    folder.writeResults(folder.results().withEnd(verdict, Optional.of(health), ending.scores()));
  }

  private Ending ending(RunParts parts) {
    return new Ending(parts.folder(), config.training().kept(), parts.model().model());
  }

  /** The verdict says what is handed over scores, where it says so of the last. */
  private void measureIfUnknown(Ending ending, ModelSession chosen) {
    Candidate network = ending.chosen();
    if (ending.last().miou().isPresent() && network.miou().isEmpty()) {
      networks
          .folder()
          .measuring(() -> evaluation.apply(chosen))
          .map(measured -> new ValidationPoint(network.step(), measured.scores()))
          .ifPresent(networks.folder()::appendValidation);
    }
  }

  private ModelSession open(Ending ending) {
    Candidate chosen = ending.chosen();
    Optional<Path> kept = networks.candidates().savedModel(chosen.name());
    return kept.isPresent()
        ? models.open(PretrainedModel.unsaid(kept.get()), Use.TRAINING).session(config.compute())
        : config.open(models);
  }
}
