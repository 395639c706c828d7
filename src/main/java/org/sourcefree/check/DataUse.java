package org.sourcefree.check;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.sourcefree.InvalidInputException;
import org.sourcefree.data.Dataset;
import org.sourcefree.experiment.Experiment;
import org.sourcefree.experiment.TrainingConfig;
import org.sourcefree.experiment.TrainingImages;
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
    for (Experiment part : config.parts()) {
      String got = part.equals(config) ? part.kind() : "a " + part.kind() + " in a suite";
      TrainingConfig trained =
          TrainingConfig.of(part).orElseThrow(() -> new InvalidInputException(KINDS + got));
      add(trained, ClassChoice.of(trained.measured(), trained.data().evaluation(), models), uses);
    }
    return uses.values();
  }

  private static void add(TrainingConfig config, ClassChoice classes, Map<Dataset, DataUse> uses) {
    TrainingImages data = config.data();
    put(data.trained(), data.role(), data.labelled(), classes, uses);
    data.beside().ifPresent(present -> put(present, "source", true, classes, uses));
    data.evaluation().ifPresent(present -> put(present, "evaluation", true, classes, uses));
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
}
