package org.sourcefree.check;

import java.util.List;
import java.util.Optional;
import org.sourcefree.InvalidInputException;
import org.sourcefree.data.ClassSet;
import org.sourcefree.data.Dataset;
import org.sourcefree.data.StandardClasses;
import org.sourcefree.model.PretrainedModel;
import org.sourcefree.trust.Models;

/**
 * The classes that a config's labels are read as.
 *
 * @param origin where they were taken from, in words
 */
record ClassChoice(ClassSet classes, String origin) {

  /**
   * The classes that the config names, else the model's. While the model cannot be read: those that
   * the evaluation's labels are mapped to, else Cityscapes'.
   */
  static ClassChoice of(PretrainedModel said, Optional<Dataset> evaluation, Models models) {
    if (said.classSet().isPresent()) {
      return new ClassChoice(said.classSet().get(), "those that the config names");
    }
    try {
      return new ClassChoice(
          models.describe(said).classes(), "those of the model in " + said.savedModel());
    } catch (InvalidInputException e) {
      String reason = ", as the model cannot be read yet: " + e.getMessage();
      return evaluation
          .flatMap(Dataset::labelValues)
          .map(values -> List.copyOf(values.classes().keySet()))
          .filter(names -> names.size() > 1)
          .map(names -> new ClassChoice(ClassSet.named(names), "those of the labels" + reason))
          .orElseGet(
              () ->
                  new ClassChoice(StandardClasses.CITYSCAPES_19.set(), "Cityscapes' 19" + reason));
    }
  }

  /** What the model says, or else the config, if either can be read. */
  static Optional<ClassSet> known(PretrainedModel said, Models models) {
    try {
      return Optional.of(models.describe(PretrainedModel.unsaid(said.savedModel())).classes());
    } catch (InvalidInputException e) {
      return said.classSet();
    }
  }
}
