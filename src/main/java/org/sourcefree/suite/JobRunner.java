package org.sourcefree.suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sourcefree.InvalidInputException;
import org.sourcefree.Progress;
import org.sourcefree.StopRequest;
import org.sourcefree.config.Json;
import org.sourcefree.data.ClassSet;
import org.sourcefree.data.Dataset;
import org.sourcefree.data.Sample;
import org.sourcefree.experiment.Adaptation;
import org.sourcefree.experiment.TrainingRun;
import org.sourcefree.files.Folders;
import org.sourcefree.run.Example;
import org.sourcefree.run.Outcome;
import org.sourcefree.run.Results;
import org.sourcefree.run.RunLog;
import org.sourcefree.trust.Models;

/**
 * Runs one job, or resumes it. NAME.json beside the run folder records the config and the inputs
 * that the run began with.
 */
final class JobRunner {
  private final Models models;
  private final Progress progress;
  private final StopRequest stop;
  private final Fingerprint fingerprint;

  /** How a job stands. */
  enum State {
    /** Nothing is there. */
    NEW,
    /** A run of another config or other inputs is there, or a damaged one. */
    CHANGED,
    /** Begun and interrupted. */
    BEGUN,
    /** Done. */
    FINISHED
  }

  /**
   * What is noted when a run begins.
   *
   * @param failure why it failed, if it did
   */
  private record Mark(String fingerprint, Optional<String> failure) {}

  JobRunner(Models models, Progress progress, StopRequest stop) {
    this.models = models;
    this.progress = progress;
    this.stop = stop;
    this.fingerprint = new Fingerprint(models, stop.checkedBy(progress));
  }

  /** How the job stands; its images must be there. */
  State state(Job job) {
    if (finished(job).isPresent()) {
      return State.FINISHED;
    } else if (!Files.exists(job.folder())) {
      return State.NEW;
    }
    boolean same =
        mark(job).filter(mark -> mark.fingerprint.equals(fingerprint.of(job.config()))).isPresent();
    boolean done = Files.exists(job.folder().resolve(FinishedRun.FILE));
    return same && !done && TrainingRun.canResume(job.folder()) ? State.BEGUN : State.CHANGED;
  }

  /** The finished job's note, if it is finished. */
  Optional<FinishedRun> finished(Job job) {
    return job.waits()
        ? Optional.empty()
        : FinishedRun.in(job.folder(), fingerprint.of(job.config()));
  }

  /** Does what remains of a job that is not finished. */
  FinishedRun run(Job job) {
    Adaptation config = job.config();
    boolean resume = state(job) == State.BEGUN;
    if (!resume) {
      Folders.delete(job.folder());
    }
    mark(job, fingerprint.of(config), Optional.empty());
    Outcome outcome =
        new TrainingRun(config, models, progress)
            .stoppedBy(stop)
            .measuringTheResultAlone()
            .run(job.folder(), resume);
    FinishedRun finished = note(job, outcome, resume);
    finished.write(job.folder());
    if (!job.keepsState()) {
      Folders.delete(job.folder().resolve("checkpoints"));
    }
    return finished;
  }

  /** Notes why a run failed, so that another process can say it. */
  void fail(Job job, String reason) {
    mark(job, mark(job).map(Mark::fingerprint).orElse(""), Optional.of(reason));
  }

  /** Why a run that is not finished failed when it was run last, by whichever process. */
  Optional<String> failure(Job job) {
    return mark(job)
        .filter(mark -> job.waits() || mark.fingerprint.equals(fingerprint.of(job.config())))
        .flatMap(Mark::failure);
  }

  /** As {@link #failure}, of a run that failed after an instant. */
  Optional<String> failureSince(Job job, Instant instant) {
    try {
      Path mark = markFile(job);
      boolean since =
          Files.exists(mark) && Files.getLastModifiedTime(mark).toInstant().isAfter(instant);
      return since ? failure(job) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void mark(Job job, String fingerprint, Optional<String> failure) {
    Folders.createParent(job.folder());
    Json.write(markFile(job), new Mark(fingerprint, failure));
  }

  private FinishedRun note(Job job, Outcome outcome, boolean resumed) {
    Adaptation config = job.config();
    ClassSet classes = outcome.classes();
    List<FinishedRun.Round> labels =
        new LabelAccuracy(config.data().target(), classes)
            .rounds(job.folder()).stream()
                .map(round -> FinishedRun.Round.of(round, classes.names()))
                .toList();
    List<String> panels =
        outcome.examples().stream()
            .filter(example -> example.truth().isPresent())
            .map(Example::name)
            .toList();
    Results results = new RunLog(job.folder()).results();
    return new FinishedRun(
        fingerprint.of(config),
        job.trainsNothing() ? 0 : results.seconds() - results.evaluationSeconds(),
        results.seconds(),
        resumed,
        bytes(config),
        labels,
        panels);
  }

  /** Of the target's images, and of the source's where they are read too. */
  private static long bytes(Adaptation config) {
    long bytes = 0;
    try {
      for (Sample sample : config.data().target().samples()) {
        bytes += Files.size(sample.image());
      }
      for (Sample sample : config.data().beside().map(Dataset::samples).orElse(List.of())) {
        bytes += Files.size(sample.image());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes;
  }

  private static Optional<Mark> mark(Job job) {
    try {
      return Files.isRegularFile(markFile(job))
          ? Optional.of(Json.read(markFile(job), Mark.class))
          : Optional.empty();
    } catch (InvalidInputException e) {
      return Optional.empty();
    }
  }

  private static Path markFile(Job job) {
    return job.folder().resolveSibling(job.folder().getFileName() + ".json");
  }
}
