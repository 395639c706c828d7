package org.sourcefree.suite;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.sourcefree.InvalidInputException;
import org.sourcefree.config.ConfigReader;
import org.sourcefree.data.RankedPart;
import org.sourcefree.experiment.Adaptation;
import org.sourcefree.experiment.AdaptationData;
import org.sourcefree.experiment.Experiment;
import org.sourcefree.experiment.Suite;
import org.sourcefree.experiment.TrainingConfig;
import org.sourcefree.training.Discriminators;

/**
 * The runs that a suite consists of. Runs that would do the same, such as a sweep's at the value
 * that a row has, are one.
 *
 * @param rows the jobs of each row, one a seed; a row that a seed does not change has one
 * @param points the jobs of each sweep's values
 */
record Plan(List<RowJobs> rows, List<PointJobs> points) {

  /** A row and its runs. */
  record RowJobs(Suite.Row row, List<Job> jobs) {}

  /** A sweep at one of its values. */
  record PointJobs(Suite.Sweep sweep, double value, List<Job> jobs) {}

  /**
   * Reads every config.
   *
   * @param output the suite's folder
   * @throws InvalidInputException if a config is wrong, none of the rows adapts, or the configs
   *     differ in model, target or evaluation
   */
  static Plan of(Suite suite, Path output) {
    List<Job> known = new ArrayList<>();
    List<RowJobs> rows = new ArrayList<>();
    for (Suite.Row row : suite.rows()) {
      List<Job> jobs = new ArrayList<>();
      for (long seed : suite.seeds()) {
        Job job = ofRow(suite, output, row, seed);
        if (jobs.isEmpty() || job.dependsOnSeed()) {
          jobs.add(shared(job, known));
        }
      }
      rows.add(new RowJobs(row, jobs));
    }
    List<PointJobs> points = new ArrayList<>();
    for (Suite.Sweep sweep : suite.sweeps()) {
      for (double value : sweep.values()) {
        List<Job> jobs =
            sweep.seeds().stream()
                .map(seed -> shared(ofPoint(output, sweep, value, seed), known))
                .toList();
        points.add(new PointJobs(sweep, value, jobs));
      }
    }
    Plan plan = new Plan(rows, points);
    plan.requireComparable();
    return plan;
  }

  /**
   * Every run once: all rows of the first seed, of the next, then the sweeps.
   *
   * @param chosen names of rows and sweeps; empty for all
   * @throws InvalidInputException if there is no row or sweep of a chosen name
   */
  List<Job> jobs(List<String> chosen) {
    requireKnown(chosen);
    Map<Path, Job> jobs = new LinkedHashMap<>();
    int seeds = rows.stream().mapToInt(row -> row.jobs().size()).max().orElse(0);
    for (int i = 0; i < seeds; i++) {
      for (RowJobs row : rows) {
        if (chosen.isEmpty() || chosen.contains(row.row().name())) {
          row.jobs().stream().skip(i).limit(1).forEach(job -> jobs.putIfAbsent(job.folder(), job));
        }
      }
    }
    for (PointJobs point : points) {
      if (chosen.isEmpty() || chosen.contains(point.sweep().name())) {
        point.jobs().forEach(job -> jobs.putIfAbsent(job.folder(), job));
      }
    }
    return List.copyOf(jobs.values());
  }

  /** The run that a chain of runs begins with, each of which starts from the one before. */
  Job first(Job job) {
    return job.startsFrom()
        .flatMap(
            name ->
                jobs(List.of()).stream().filter(earlier -> earlier.name().equals(name)).findFirst())
        .map(this::first)
        .orElse(job);
  }

  /** Whether neither a row nor the one that it starts from sees source data. */
  boolean isSourceFree(RowJobs row) {
    boolean own = row.jobs().stream().allMatch(job -> job.config().data().beside().isEmpty());
    return own
        && row.row()
            .startsFrom()
            .map(
                name ->
                    rows.stream()
                        .filter(r -> r.row().name().equals(name))
                        .allMatch(this::isSourceFree))
            .orElse(true);
  }

  private void requireKnown(List<String> chosen) {
    Set<String> names = new LinkedHashSet<>();
    rows.forEach(row -> names.add(row.row().name()));
    points.forEach(point -> names.add(point.sweep().name()));
    for (String name : chosen) {
      if (!names.contains(name)) {
        throw new InvalidInputException(
            "rows must be among %s, got %s".formatted(String.join(", ", names), name));
      }
    }
  }

  private static Job shared(Job job, List<Job> known) {
    Optional<Job> same = known.stream().filter(job::sameAs).findFirst();
    if (same.isEmpty()) {
      known.add(job);
    }
    return same.orElse(job);
  }

  private static Job ofRow(Suite suite, Path output, Suite.Row row, long seed) {
    List<String> settings = new ArrayList<>(List.of("seed=" + seed));
    row.startsFrom().ifPresent(name -> settings.addAll(begun(row, folder(output, name, seed))));
    Adaptation config =
        named(
            "row " + row.name(),
            () ->
                adaptation(row.config(), settings)
                    .orElseGet(() -> firstAdaptation(suite, seed).untrained()));
    return new Job(
        name(row.name(), seed),
        seed,
        folder(output, row.name(), seed),
        config,
        row.startsFrom().map(earlier -> name(earlier, seed)),
        suite.rows().stream()
            .anyMatch(
                later ->
                    later.startsFrom().equals(Optional.of(row.name()))
                        && carriesDiscriminators(later)));
  }

  /** Whether a row goes on with the discriminators of the row that it starts from. */
  private static boolean carriesDiscriminators(Suite.Row row) {
    return adaptation(row.config(), List.of())
        .flatMap(Adaptation::discriminators)
        .flatMap(Discriminators::from)
        .isPresent();
  }

  /** Settings by which a row begins with what a run left: its network, or what it is ranked by. */
  private static List<String> begun(Suite.Row row, Path run) {
    Optional<Adaptation> config = adaptation(row.config(), List.of());
    boolean ranks =
        config.filter(each -> RankedPart.of(each.data().source()).isPresent()).isPresent();
    String model = ranks ? "data.source.model" : "model.saved_model";
    List<String> settings = new ArrayList<>();
    settings.add("%s=\"%s\"".formatted(model, run.resolve("saved_model")));
    if (carriesDiscriminators(row)) {
      settings.add("discriminators.from=\"%s\"".formatted(run));
    }
    return settings;
  }

  private static Path folder(Path output, String row, long seed) {
    return output.resolve("rows").resolve(row).resolve("seed_" + seed);
  }

  private static String name(String row, long seed) {
    return "%s, seed %d".formatted(row, seed);
  }

  private static Job ofPoint(Path output, Suite.Sweep sweep, double value, long seed) {
    String number = number(value);
    List<String> settings = new ArrayList<>(sweep.set());
    settings.add(sweep.key() + "=" + number);
    settings.add("seed=" + seed);
    Adaptation config =
        named(
            "sweep " + sweep.name(),
            () ->
                adaptation(sweep.config(), settings)
                    .orElseThrow(
                        () ->
                            new InvalidInputException(
                                "its config must be of kind adaptation, got pretraining (%s: kind)"
                                    .formatted(sweep.config()))));
    Path folder =
        output.resolve("sweeps").resolve(sweep.name()).resolve(number).resolve("seed_" + seed);
    String name = "%s %s, seed %d".formatted(sweep.name(), number, seed);
    return new Job(name, seed, folder, config, Optional.empty(), false);
  }

  private static Adaptation named(String part, Supplier<Adaptation> reading) {
    try {
      return reading.get();
    } catch (InvalidInputException e) {
      throw new InvalidInputException(
          e.messages().stream().map(message -> part + ": " + message).toList());
    }
  }

  /** The config, empty if it is the pretraining of the model that the rows adapt. */
  private static Optional<Adaptation> adaptation(Path file, List<String> settings) {
    Experiment config = ConfigReader.read(file, settings, Experiment.class);
    if (TrainingConfig.of(config).isEmpty()) {
      throw new InvalidInputException(
          "a suite's config must be of kind adaptation or pretraining, got %s (%s: kind)"
              .formatted(config.kind(), file));
    }
    return Adaptation.of(config);
  }

  private static Adaptation firstAdaptation(Suite suite, long seed) {
    return suite.rows().stream()
        .flatMap(row -> adaptation(row.config(), List.of("seed=" + seed)).stream())
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "at least one row must have a config of kind adaptation, found none"));
  }

  /** Runs are compared, so that they must start from one model and be measured alike. */
  private void requireComparable() {
    Job first = jobs(List.of()).get(0);
    AdaptationData data = first.config().data();
    if (data.evaluation().isEmpty()) {
      throw new InvalidInputException(
          "a suite's configs must name data.evaluation, found none in that of " + first.name());
    }
    for (Job job : jobs(List.of())) {
      AdaptationData other = job.config().data();
      if (job.startsFrom().isEmpty()) {
        requireSame("model", first, job, first.config().model(), job.config().model());
      }
      requireSame("data.target", first, job, data.target(), other.target());
      requireSame("data.evaluation", first, job, data.evaluation(), other.evaluation());
      requireSame(
          "data.evaluation_view", first, job, data.evaluationView(), other.evaluationView());
      requireSame(
          "data.evaluation_augmentation", first, job, data.augmentation(), other.augmentation());
    }
  }

  private static void requireSame(String key, Job first, Job other, Object said, Object found) {
    if (!said.equals(found)) {
      throw new InvalidInputException(
          "a suite's configs must agree in %s, got %s for %s where %s has %s"
              .formatted(key, found, other.name(), first.name(), said));
    }
  }

  /** A whole number without its point, as a setting that counts wants it. */
  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e9
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
