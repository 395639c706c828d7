package org.sourcefree.experiment;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sourcefree.InvalidInputException;
import org.sourcefree.scenes.ScenePair;

/** What a config file describes; its {@code kind} says which. */
public sealed interface Experiment permits TrainingConfig, Generation, Suite {

  /** The folder that results go to, unless the command line names another. */
  Path output();

  /** Its kind as the config names it. */
  default String kind() {
    return getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  /** The config itself if it trains a model; empty for others. */
  default Optional<TrainingConfig> trains() {
    return Optional.empty();
  }

  /** The config itself if it adapts a model; empty for others. */
  default Optional<Adaptation> adaptation() {
    return Optional.empty();
  }

  /** The scenes that it draws; empty for others. */
  default Optional<ScenePair> draws() {
    return Optional.empty();
  }

  /**
   * The configs that it stands for: itself, or those of a suite.
   *
   * @throws InvalidInputException if one cannot be read
   */
  default List<Experiment> parts() {
    return List.of(this);
  }

  /**
   * The config itself, which must train a model.
   *
   * @param purpose what that is needed for, a verb
   * @throws InvalidInputException if it does not
   */
  default TrainingConfig requireTraining(String purpose) {
    return trains()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "kind must be adaptation or pretraining to %s, got %s"
                        .formatted(purpose, kind())));
  }
}
