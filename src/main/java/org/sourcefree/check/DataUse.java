package org.sourcefree.check;

import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.sourcefree.InvalidInputException;
import org.sourcefree.config.ConfigReader;
import org.sourcefree.data.Dataset;
import org.sourcefree.experiment.Adaptation;
import org.sourcefree.experiment.Experiment;
import org.sourcefree.experiment.Generation;
import org.sourcefree.experiment.Pretraining;
import org.sourcefree.experiment.Suite;
import org.sourcefree.trust.Models;

/**
 * A dataset and what configs use it for.
 *
 * @param roles keys below data, e.g. {@code target}
 * @param labelled whether its labels are read; an adaptation's target is not asked for any
 */
record DataUse(Dataset dataset, List<String> roles, boolean labelled, ClassChoice classes) {
  private static final String KINDS =
      "kind must be adaptation, pretraining or suite to check data, got ";

  /**
   * Every dataset that a config names, or that the configs of a suite's rows and sweeps name, each
   * once. A suite's pretraining, which it does not run, counts for nothing.
   *
   * @throws InvalidInputException if the config names none, or one of a suite cannot be read
   */
  static Collection<DataUse> of(Experiment config, Models models) {
    Map<Dataset, DataUse> uses = new LinkedHashMap<>();
    if (config instanceof Suite suite) {
      suite.rows().stream()
          .map(row -> read(row.config(), List.of()))
          .filter(row -> !(row instanceof Pretraining))
          .forEach(row -> add(row, models, uses));
      suite.sweeps().forEach(sweep -> add(read(sweep.config(), sweep.set()), models, uses));
    } else {
      add(config, models, uses);
    }
    return uses.values();
  }

  private static void add(Experiment config, Models models, Map<Dataset, DataUse> uses) {
    if (config instanceof Adaptation adaptation) {
      ClassChoice classes =
          ClassChoice.of(adaptation.model(), adaptation.data().evaluation(), models);
      put(adaptation.data().target(), "target", false, classes, uses);
      put(adaptation.data().evaluation(), "evaluation", classes, uses);
    } else if (config instanceof Pretraining pretraining) {
      ClassChoice classes = ClassChoice.of(pretraining.model());
      put(pretraining.data().source(), "source", true, classes, uses);
      put(pretraining.data().evaluation(), "evaluation", classes, uses);
    } else {
      throw new InvalidInputException(
          KINDS + (config instanceof Generation ? "generation" : "a suite in a suite"));
    }
  }

  private static void put(
      Optional<Dataset> dataset, String role, ClassChoice classes, Map<Dataset, DataUse> uses) {
    dataset.ifPresent(present -> put(present, role, true, classes, uses));
  }

  private static void put(
      Dataset dataset,
      String role,
      boolean labelled,
      ClassChoice classes,
      Map<Dataset, DataUse> uses) {
    uses.merge(dataset, new DataUse(dataset, List.of(role), labelled, classes), DataUse::joined);
  }

  private DataUse joined(DataUse other) {
    List<String> both = Stream.concat(roles.stream(), other.roles.stream()).distinct().toList();
    return new DataUse(
        dataset, both, labelled || other.labelled, labelled ? classes : other.classes);
  }

  private static Experiment read(Path config, List<String> set) {
    return ConfigReader.read(config, set, Experiment.class);
  }
}
