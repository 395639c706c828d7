package org.sourcefree.experiment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.sourcefree.config.ConfigReader;

/**
 * A table to reproduce: rows of one task, each a config, over several seeds, and sweeps of single
 * settings.
 *
 * @param title of the report
 * @param output folder of the report and of every run
 * @param published which of the paper's tables stands beside the measured one
 * @param reference how long a run took elsewhere, for a forecast
 * @param notes sentences for the report, such as why rows stand in another order than in the paper
 * @param seeds of the rows
 * @param means how mIoU is averaged; the first is the one that gains are given in
 * @param rows in the order of the table
 * @param sweeps in the order of the figures
 */
public record Suite(
    String title,
    Path output,
    Optional<Published> published,
    Reference reference,
    Optional<List<String>> notes,
    List<Long> seeds,
    List<Mean> means,
    List<Row> rows,
    List<Sweep> sweeps)
    implements Experiment {

  /** A table of You et al. 2021. */
  public enum Published {
    /** GTA5 to Cityscapes. */
    TABLE_1,
    /** SYNTHIA to Cityscapes. */
    TABLE_2
  }

  /** Checks that there is something to run and that names differ. */
  public Suite {
    notes = notes.map(List::copyOf);
    seeds = List.copyOf(seeds);
    means = List.copyOf(means);
    rows = List.copyOf(rows);
    sweeps = List.copyOf(sweeps);
    require(!seeds.isEmpty(), "seeds must hold at least one, got none");
    require(!means.isEmpty(), "means must hold at least one, got none");
    require(!rows.isEmpty(), "rows must hold at least one, got none");
    requireDistinct("seeds", seeds);
    requireDistinct("names of means", means.stream().map(Mean::name).toList());
    requireDistinct("names of rows", rows.stream().map(Row::name).toList());
    requireDistinct("titles of rows", rows.stream().map(Row::title).toList());
    List<String> before = new ArrayList<>();
    for (Row row : rows) {
      row.startsFrom()
          .ifPresent(
              name ->
                  require(
                      before.contains(name),
                      "starts_from of row %s must name an earlier row, got %s"
                          .formatted(row.name(), name)));
      before.add(row.name());
    }
    requireDistinct("names of sweeps", sweeps.stream().map(Sweep::name).toList());
  }

  /**
   * A run's wall time.
   *
   * @param secondsEach of one run with its evaluation, seconds
   * @param hardware that it was measured on, and by whom
   */
  public record Reference(double secondsEach, String hardware) {}

  /**
   * A mean IoU.
   *
   * @param name e.g. {@code mIoU13*}
   * @param without classes left out of the mean
   */
  public record Mean(String name, List<String> without) {
    /** Copies the list. */
    public Mean {
      without = List.copyOf(without);
    }
  }

  /**
   * A row of the table.
   *
   * @param name of its folder, and what {@code --rows} takes
   * @param title as the table prints it, e.g. {@code LD w/o L_neg}; the published row of that
   *     method stands under it
   * @param config of kind adaptation, or of kind pretraining for the model that all rows adapt,
   *     which is then only measured
   * @param startsFrom an earlier row whose network of the same seed it adapts further, as a second
   *     stage does, or ranks the target by where its source is a ranked part; the config's model if
   *     left out
   * @param mechanism letters as the papers' tables have them: S self-training, A adversarial
   *     training, T image translation
   */
  public record Row(
      String name,
      String title,
      Path config,
      Optional<String> startsFrom,
      Optional<String> mechanism) {
    /** Checks that the name can be a folder's. */
    public Row {
      requireName(name);
    }
  }

  /**
   * Runs of one config that differ in one setting.
   *
   * @param name of its folder
   * @param title of the axis, e.g. {@code λ_ent}
   * @param config of kind adaptation
   * @param set overrides of every run, KEY.PATH=VALUE
   * @param key the setting
   * @param values of the setting
   * @param seeds of every point
   */
  public record Sweep(
      String name,
      String title,
      Path config,
      List<String> set,
      String key,
      List<Double> values,
      List<Long> seeds) {
    /** Checks that the name can be a folder's. */
    public Sweep {
      set = List.copyOf(set);
      values = List.copyOf(values);
      seeds = List.copyOf(seeds);
      requireName(name);
      require(!values.isEmpty(), "values must hold at least one, got none");
      require(!seeds.isEmpty(), "seeds must hold at least one, got none");
      requireDistinct("values", values);
      requireDistinct("seeds", seeds);
    }

    Sweep withSeeds(List<Long> others) {
      return new Sweep(name, title, config, set, key, values, others);
    }
  }

  /** The same with other seeds; sweeps run the first of them alone. */
  public Suite withSeeds(List<Long> others) {
    List<Sweep> changed =
        sweeps.stream().map(sweep -> sweep.withSeeds(others.subList(0, 1))).toList();
    return new Suite(title, output, published, reference, notes, others, means, rows, changed);
  }

  /** Those of rows and sweeps; a pretraining, which it does not run, counts for nothing. */
  @Override
  public List<Experiment> parts() {
    List<Experiment> parts = new ArrayList<>();
    for (Row row : rows) {
      Experiment config = ConfigReader.read(row.config(), List.of(), Experiment.class);
      if (TrainingConfig.of(config).isEmpty() || Adaptation.of(config).isPresent()) {
        parts.add(config);
      }
    }
    sweeps.forEach(
        sweep -> parts.add(ConfigReader.read(sweep.config(), sweep.set(), Experiment.class)));
    return parts;
  }

  private static void requireName(String name) {
    require(
        name.matches("[a-z0-9_]+"),
        "a name must consist of lower-case letters, digits and _, got " + name);
  }

  private static void requireDistinct(String what, List<?> values) {
    require(
        new HashSet<>(values).size() == values.size(), what + " must be distinct, got " + values);
  }

  private static void require(boolean holds, String sentence) {
    if (!holds) {
      throw new IllegalArgumentException(sentence);
    }
  }
}
