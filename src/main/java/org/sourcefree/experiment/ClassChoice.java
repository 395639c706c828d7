package org.sourcefree.experiment;

import java.util.Optional;
import org.sourcefree.InvalidInputException;
import org.sourcefree.data.ClassSet;
import org.sourcefree.data.StandardClasses;

/**
 * The classes that a config's labels are read as.
 *
 * @param origin where they were taken from, in words
 */
record ClassChoice(ClassSet classes, String origin) {

  /** What the config says; else what the model says; else, while it cannot be read, Cityscapes'. */
  static ClassChoice of(Adaptation.PretrainedModel said) {
    if (said.classes().isPresent()) {
      return new ClassChoice(said.classes().get().set(), "the config's model.classes");
    }
    try {
      return new ClassChoice(
          Agreement.describe(said).classes(), "those of the model in " + said.savedModel());
    } catch (InvalidInputException e) {
      return new ClassChoice(
          StandardClasses.CITYSCAPES_19.set(),
          "Cityscapes' 19, as the model cannot be read yet: " + e.getMessage());
    }
  }

  /** What the model says, or else the config, if either can be read. */
  static Optional<ClassSet> known(Adaptation.PretrainedModel said) {
    try {
      return Optional.of(ModelSession.describe(said.savedModel()).classes());
    } catch (InvalidInputException e) {
      return said.classes().map(StandardClasses::set);
    }
  }

  static ClassChoice of(Pretraining.NewModel said) {
    return new ClassChoice(said.classes().set(), "the config's model.classes");
  }
}
