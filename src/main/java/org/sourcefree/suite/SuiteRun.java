package org.sourcefree.suite;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.sourcefree.InvalidInputException;
import org.sourcefree.Progress;
import org.sourcefree.StopRequest;
import org.sourcefree.StoppedException;
import org.sourcefree.data.ClassSet;
import org.sourcefree.experiment.Adaptation;
import org.sourcefree.experiment.GenerationRun;
import org.sourcefree.experiment.Suite;
import org.sourcefree.files.FolderLock;
import org.sourcefree.files.Folders;
import org.sourcefree.run.RunLog;
import org.sourcefree.training.DivergedException;
import org.sourcefree.trust.Models;
import org.sourcefree.trust.Use;

/**
 * Runs what a suite still lacks: finished runs whose config and inputs are unchanged are kept,
 * interrupted ones resumed, failed ones run again. A run that fails does not stop the others.
 * Several processes may work on one suite; each does runs that no other does.
 */
public final class SuiteRun {
  private final Suite suite;
  private final Plan plan;
  private final Path output;
  private final Progress progress;
  private final StopRequest stop;
  private final JobRunner runner;
  private final ClassSet classes;
  private final Claims claims;
  private final Map<Path, String> failures = new HashMap<>();

  /**
   * Reads every config of the suite.
   *
   * @param output the suite's folder
   * @throws InvalidInputException if a config is wrong, they cannot be compared, or the model
   *     cannot be read
   */
  public SuiteRun(Suite suite, Path output, Progress progress) {
    this(suite, output, new Models(), progress, new StopRequest());
  }

  /**
   * Reads every config of the suite.
   *
   * @param models opens the configs' model
   * @param stop ends the run under way, and with it the suite
   * @throws InvalidInputException as the other
   */
  public SuiteRun(Suite suite, Path output, Models models, Progress progress, StopRequest stop) {
    this.suite = suite;
    this.plan = Plan.of(suite, output);
    this.output = output;
    this.progress = progress;
    this.stop = stop;
    this.runner = new JobRunner(models, progress, stop);
    this.claims = Claims.in(output);
    this.classes = models.open(anyConfig().model(), Use.TRAINING).model().classes();
    for (Suite.Mean mean : suite.means()) {
      requireNames(mean);
    }
  }

  /**
   * A run and how it stands.
   *
   * @param state new, changed, begun, finished, or why it cannot run
   */
  public record Planned(String name, String state, Path folder) {
    private static final String BLOCKED = "cannot run: ";

    /** Whether it would run. */
    public boolean isOpen() {
      return !state.equals("finished") && !state.startsWith(BLOCKED);
    }
  }

  /**
   * What would be done.
   *
   * @param runs every run of the chosen rows and sweeps
   * @param secondsEach mean wall time of the runs that are finished; empty with none
   */
  public record Forecast(List<Planned> runs, OptionalDouble secondsEach) {
    /** Copies the list. */
    public Forecast {
      runs = List.copyOf(runs);
    }
  }

  /**
   * Looks at what is there without running anything, though scenes that are missing are generated.
   *
   * @param chosen names of rows and sweeps; empty for all
   */
  public Forecast forecast(List<String> chosen) {
    List<Planned> runs = plan.jobs(chosen).stream().map(this::planned).toList();
    OptionalDouble secondsEach =
        plan.jobs(List.of()).stream()
            .filter(job -> !job.trainsNothing())
            .flatMap(job -> findings().finished(job).stream())
            .mapToDouble(FinishedRun::wallSeconds)
            .average();
    return new Forecast(runs, secondsEach);
  }

  private Planned planned(Job job) {
    try {
      generate(job);
      if (job.waits()) {
        return new Planned(
            job.name(), JobRunner.State.NEW.name().toLowerCase(Locale.ROOT), job.folder());
      }
      return new Planned(
          job.name(), runner.state(job).name().toLowerCase(Locale.ROOT), job.folder());
    } catch (InvalidInputException e) {
      return new Planned(job.name(), Planned.BLOCKED + e.getMessage(), job.folder());
    }
  }

  /**
   * Runs what no other process runs.
   *
   * @param chosen names of rows and sweeps; empty for all
   */
  public void run(List<String> chosen) {
    List<Job> jobs = plan.jobs(chosen);
    Folders.create(output);
    Instant began = Instant.now();
    try {
      for (int i = 0; i < jobs.size(); i++) {
        Job job = jobs.get(i);
        String place = "run %d of %d, %s: ".formatted(i + 1, jobs.size(), job.name());
        boolean own = claims.take(plan.first(job));
        progress.say(place + (own ? attempt(job, began) : "another process has it"));
      }
    } finally {
      claims.release();
    }
  }

  /** Everything measured, by earlier calls and other processes too. */
  public SuiteOutcome outcome() {
    return findings().outcome();
  }

  /**
   * Does what is to be done once all is measured: by the last of the processes that work on the
   * suite, and by one at a time.
   *
   * @param chosen what was run
   * @param report gets everything measured, by whichever process
   * @return whether this process did it
   */
  public boolean report(List<String> chosen, Consumer<SuiteOutcome> report) {
    FolderLock lock = FolderLock.await(output, holder -> stop.check());
    try {
      List<Job> firsts = plan.jobs(chosen).stream().map(plan::first).distinct().toList();
      boolean last = !claims.othersHave(firsts);
      if (last) {
        report.accept(outcome());
      } else {
        progress.say("other processes still run parts of it; the last of them writes the report");
      }
      return last;
    } finally {
      lock.close();
    }
  }

  /** The runs that failed in this call, a line each. */
  public List<String> failures() {
    return plan.jobs(List.of()).stream()
        .filter(job -> failures.containsKey(job.folder()))
        .map(job -> "%s: %s".formatted(job.name(), failures.get(job.folder())))
        .toList();
  }

  private String attempt(Job job, Instant began) {
    try {
      Optional<String> elsewhere = runner.failureSince(job, began);
      if (elsewhere.isPresent()) {
        return "failed in another process: " + elsewhere.get();
      } else if (job.waits()) {
        return failed(
            job,
            "it starts from %s, which must be run first".formatted(job.startsFrom().orElseThrow()));
      }
      generate(job);
      Optional<FinishedRun> before = runner.finished(job);
      boolean replaces = runner.state(job) == JobRunner.State.CHANGED;
      FinishedRun done = before.isPresent() ? before.get() : runner.run(job);
      double miou = new RunLog(job.folder()).evaluation().scores().miou();
      return String.format(
          Locale.ROOT,
          "mIoU %.1f %%, %s",
          miou,
          before.isPresent()
              ? "done before"
              : String.format(
                  Locale.ROOT,
                  "%.0f s%s",
                  done.wallSeconds(),
                  replaces ? ", in place of a run of another config, model or images" : ""));
    } catch (InvalidInputException | DivergedException e) {
      return failed(job, String.valueOf(e.getMessage()));
    } catch (StoppedException e) {
      throw e;
    } catch (RuntimeException e) {
      return failed(job, e.toString());
    }
  }

  private String failed(Job job, String reason) {
    String line = reason.strip().replaceAll("\\s*\\R\\s*", "; ");
    failures.put(job.folder(), line);
    try {
      runner.fail(job, line);
    } catch (InvalidInputException | UncheckedIOException e) {
      // On a full disk, say: other processes are not told, and the other runs go on.
    }
    return "failed: " + line;
  }

  private void generate(Job job) {
    GenerationRun generation = new GenerationRun(stop.checkedBy(progress));
    generation.ensure(job.config().data().target());
    job.config().data().beside().ifPresent(generation::ensure);
    job.config().data().evaluation().ifPresent(generation::ensure);
  }

  private SuiteFindings findings() {
    return new SuiteFindings(suite, plan, runner, classes, failures);
  }

  private Adaptation anyConfig() {
    return plan.jobs(List.of()).get(0).config();
  }

  private void requireNames(Suite.Mean mean) {
    for (String name : mean.without()) {
      if (!classes.names().contains(name)) {
        throw new InvalidInputException(
            "means.without must name classes of the model, which are %s; got %s"
                .formatted(String.join(", ", classes.names()), name));
      }
    }
  }
}
