package org.sourcefree.experiment;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sourcefree.scenes.ScenePair;

/** What a config file describes; its {@code kind} says which. */
public sealed interface Experiment permits TrainingConfig, Generation, Suite {

  /** The folder that results go to, unless the command line names another. */
  Path output();

  /** Its kind as the config names it. */
  default String kind() {
    return getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  /** The scenes that it draws; empty for others. */
  default Optional<ScenePair> draws() {
    return Optional.empty();
  }

  /**
   * The configs that it stands for: itself, or those of a suite.
   *
   * @throws org.sourcefree.InvalidInputException if one cannot be read
   */
  default List<Experiment> parts() {
    return List.of(this);
  }
}
