package org.sourcefree.experiment.suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.sourcefree.checkpoint.Folders;
import org.sourcefree.data.ClassSet;
import org.sourcefree.data.Sample;
import org.sourcefree.experiment.Adaptation;
import org.sourcefree.experiment.AdaptationRun;
import org.sourcefree.experiment.Fingerprint;
import org.sourcefree.experiment.Outcome;
import org.sourcefree.experiment.Progress;
import org.sourcefree.experiment.Results;
import org.sourcefree.experiment.RunLog;

/**
 * Runs one job, or goes on with it. Beside a run folder lies NAME.fingerprint: of what config and
 * inputs it was begun with.
 */
final class JobRunner {
  private final Progress progress;

  /** How a job stands. */
  enum State {
    /** Nothing is there, or of other config or inputs. */
    NEW,
    /** Begun and interrupted. */
    BEGUN,
    /** Done. */
    FINISHED
  }

  JobRunner(Progress progress) {
    this.progress = progress;
  }

  /** How the job stands; its images must be there. */
  static State state(Job job) {
    String fingerprint = Fingerprint.of(job.config());
    if (FinishedRun.in(job.folder(), fingerprint).isPresent()) {
      return State.FINISHED;
    }
    boolean begun =
        Files.isRegularFile(mark(job))
            && read(mark(job)).equals(fingerprint)
            && AdaptationRun.canResume(job.folder());
    return begun ? State.BEGUN : State.NEW;
  }

  /** The finished job's note, if it is finished. */
  static Optional<FinishedRun> finished(Job job) {
    return FinishedRun.in(job.folder(), Fingerprint.of(job.config()));
  }

  /** Does what remains of a job that is not finished. */
  FinishedRun run(Job job) {
    Adaptation config = job.config();
    String fingerprint = Fingerprint.of(config);
    boolean resume = state(job) == State.BEGUN;
    if (!resume) {
      Folders.delete(job.folder());
      Folders.createParent(job.folder());
      write(mark(job), fingerprint);
    }
    Outcome outcome =
        new AdaptationRun(config, progress).measuringTheResultAlone().run(job.folder(), resume);
    ClassSet classes = outcome.classes();
    List<FinishedRun.Round> labels =
        new LabelAccuracy(config.data().target(), classes)
            .rounds(job.folder()).stream()
                .map(round -> FinishedRun.Round.of(round, classes.names()))
                .toList();
    List<String> panels = PanelFiles.write(job.folder(), outcome.examples());
    Results results = new RunLog(job.folder()).results();
    double training = job.trainsNothing() ? 0 : results.seconds() - results.evaluationSeconds();
    FinishedRun finished =
        new FinishedRun(fingerprint, training, results.seconds(), bytes(config), labels, panels);
    Folders.delete(job.folder().resolve("checkpoints"));
    finished.write(job.folder());
    return finished;
  }

  private static long bytes(Adaptation config) {
    long bytes = 0;
    try {
      for (Sample sample : config.data().target().samples()) {
        bytes += Files.size(sample.image());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes;
  }

  private static Path mark(Job job) {
    return job.folder().resolveSibling(job.folder().getFileName() + ".fingerprint");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
