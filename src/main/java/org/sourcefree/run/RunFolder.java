package org.sourcefree.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.sourcefree.InvalidInputException;
import org.sourcefree.StoppedException;
import org.sourcefree.config.Json;
import org.sourcefree.data.ClassSet;
import org.sourcefree.evaluation.Measurement;
import org.sourcefree.files.Durable;
import org.sourcefree.files.FileNames;
import org.sourcefree.files.FolderLock;
import org.sourcefree.files.Folders;
import org.sourcefree.training.DivergedException;
import org.sourcefree.training.StepLosses;
import org.sourcefree.training.TrainingPlan;
import org.tensorflow.Session;

/**
 * Everything a run leaves: experiment.yaml (the resolved config), provenance.json, metrics.jsonl
 * (one line a step), divergences.jsonl (restorations), watch.jsonl (what is predicted meanwhile),
 * pseudo_labels/round_N (PNGs) and round_N.json (thresholds and shares), checkpoints, saved_model,
 * results.json, evaluation.json (confusion and ranks after), classes.json (names and colours),
 * validation.jsonl (one line a measurement while it trains), best (the model with the highest mIoU
 * of these), panels (examples and what each network predicts of them), TensorBoard's event files
 * and run.log (what was shown meanwhile).
 */
public final class RunFolder implements AutoCloseable {
  private final RunFiles files;
  private final String config;
  private final TrainingPlan rounds;
  private final boolean resumed;
  private final Checkpoints checkpoints;
  private Optional<FolderLock> lock = Optional.empty();
  private Rewind.Point start = Rewind.Point.START;
  private RunClock clock = new RunClock(Results.none());

  private RunFolder(Path path, String config, TrainingPlan rounds, boolean resumed) {
    this.files = new RunFiles(path);
    this.config = config;
    this.rounds = rounds;
    this.resumed = resumed;
    this.checkpoints = new Checkpoints(files.checkpoints(), rounds.keptCheckpoints());
  }

  /**
   * The folder of a run, new or to be resumed; closing it lets other processes in. Of a new one
   * nothing is written yet; an old one is put back to its newest intact checkpoint.
   *
   * @param config the resolved config, YAML
   * @throws InvalidInputException if a new run's place is taken, or there is no run to resume, it
   *     belongs to another config, another process works on it or no checkpoint is intact
   */
  public static RunFolder open(Path path, String config, TrainingPlan rounds, boolean resume) {
    RunFolder folder = new RunFolder(path, config, rounds, resume);
    if (resume) {
      requireRun(path, config);
      folder.lock = Optional.of(FolderLock.take(path));
      try {
        folder.goBack();
      } catch (RuntimeException e) {
        folder.close();
        throw e;
      }
    } else {
      requireNew(path);
    }
    return folder;
  }

  private void goBack() {
    Folders.settle(best());
    Folders.settle(savedModel());
    start = new Rewind(files, rounds).run(checkpoints);
    clock = new RunClock(results());
  }

  /** Steps taken by the state to resume from; empty if the run starts. */
  public OptionalLong taken() {
    return start.taken();
  }

  /** What of an old run was found damaged, a sentence each. */
  public List<String> notes() {
    return start.notes();
  }

  /** Refuses a place where something already lies. */
  public static void requireAbsent(Path path) {
    requireAbsent(path, "use another --out");
  }

  private static void requireNew(Path path) {
    requireAbsent(path, "use another --out, or --resume to resume the run");
  }

  private static void requireAbsent(Path path, String advice) {
    if (Files.exists(path)) {
      throw new InvalidInputException(
          "the output folder must not exist yet, found %s; %s".formatted(path, advice));
    }
  }

  private static void requireRun(Path path, String config) {
    Path started = new RunFiles(path).config();
    if (!Files.isRegularFile(started)) {
      throw new InvalidInputException(
          "there must be a run to resume, found none in " + path + FileNames.from(path));
    }
    if (!asWrittenNow(RunFiles.text(started)).equals(config)) {
      throw new InvalidInputException(
          "a run is resumed with the config it was started with, which differs from " + started);
    }
  }

  /** Until 0.2.0 no limit was written .inf. */
  private static String asWrittenNow(String config) {
    return config.replace("gradient_norm_limit: .inf\n", "gradient_norm_limit: none\n");
  }

  /**
   * Makes the folder of a new run, with its config from the first moment on; a resumed run has its
   * own.
   *
   * @throws InvalidInputException if it cannot be made
   */
  public void create() {
    if (resumed) {
      return;
    }
    Path path = files.folder();
    Folders.createParent(path);
    long process = ProcessHandle.current().pid();
    Path made = path.resolveSibling(".%s.%d".formatted(path.getFileName(), process));
    try {
      Folders.delete(made);
      Files.createDirectory(made);
      lock = Optional.of(FolderLock.take(made));
      Durable.write(new RunFiles(made).config(), config.getBytes(StandardCharsets.UTF_8));
      Files.move(made, path, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      Folders.delete(made);
      requireNew(path);
      throw Folders.notMade(path, e);
    }
  }

  /** Notes the classes, so that whoever reads the folder need not open a model. */
  public void writeClasses(ClassSet classes) {
    Json.write(files.classes(), classes);
  }

  /** Removes a new run that failed before it had trained to a state worth resuming from. */
  public void discardUnlessResumable(RuntimeException failure) {
    boolean goesOn =
        failure instanceof StoppedException
            || (failure instanceof DivergedException && rounds.restoresOnDivergence());
    if (!resumed && !goesOn && !checkpoints.hasTrained()) {
      Folders.delete(files.folder());
    }
  }

  @Override
  public void close() {
    lock.ifPresent(FolderLock::close);
  }

  public Path path() {
    return files.folder();
  }

  public TrainingPlan rounds() {
    return rounds;
  }

  /** Brings a state back into the session's variables. */
  public void restore(Session session, long step) {
    checkpoints.restore(session, step);
  }

  /** Saves a state, after all that was logged until then. */
  public void save(Session session, TrainingState state) {
    List.of(files.metrics(), files.watch(), files.validation())
        .forEach(each -> new JsonLines(each).sync());
    checkpoints.save(
        session,
        state.step(),
        place -> {
          Json.write(place.resolve("state.json"), state);
          LogRewind.copy(files, place);
        });
  }

  public Path savedModel() {
    return files.savedModel();
  }

  /** The model with the highest mIoU of those measured while it trained. */
  public Path best() {
    return files.best();
  }

  /** Where a round's pseudo labels lie, rounds counted from 0 and named from 1. */
  public Path pseudoLabels(int round) {
    return pseudoLabels(path(), round);
  }

  /** The same of any run folder. */
  public static Path pseudoLabels(Path folder, int round) {
    return new RunFiles(folder).pseudoLabels(round + 1);
  }

  /** Where the checksums of a round's pseudo labels and thresholds lie. */
  public static Path checksums(Path pseudoLabels) {
    return RunFiles.checksums(pseudoLabels);
  }

  public void writeProvenance(Map<String, Object> provenance) {
    Json.write(files.provenance(), provenance);
  }

  /** Writes the results so far, with the seconds that the run has taken by now. */
  public void writeResults(Results results) {
    Json.write(files.results(), clock.stamp(results));
  }

  /** Takes a measurement, whose time is counted apart. */
  public <T> T measuring(Supplier<T> measurement) {
    return clock.measuring(measurement);
  }

  /** Writes everything that was counted of the trained model. */
  public void writeEvaluation(Measurement measurement) {
    Json.write(files.evaluation(), measurement);
  }

  /** The results so far. */
  public Results results() {
    return new RunLog(files.folder()).results();
  }

  /** Appends a line to metrics.jsonl. */
  public void appendMetrics(StepLosses losses) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("step", losses.step());
    line.put("learning_rate", losses.learningRate());
    line.put("total", losses.total());
    line.putAll(losses.terms());
    new JsonLines(files.metrics()).append(line);
  }

  /** Appends a line to watch.jsonl. */
  public void appendWatch(WatchPoint point) {
    new JsonLines(files.watch()).append(point);
  }

  /** Appends a line to validation.jsonl. */
  public void appendValidation(ValidationPoint point) {
    new JsonLines(files.validation()).append(point);
  }

  /** What was measured so far. */
  public List<ValidationPoint> validation() {
    return new RunLog(files.folder()).validation();
  }

  /** What was seen so far. */
  public List<WatchPoint> watch() {
    return new RunLog(files.folder()).watch();
  }

  /** Appends a line to divergences.jsonl. */
  public void appendDivergence(Divergence divergence) {
    new JsonLines(files.divergences()).append(divergence);
    new JsonLines(files.divergences()).sync();
  }

  /** The restorations so far. */
  public List<Divergence> divergences() {
    return new RunLog(files.folder()).divergences();
  }

  /** Rounds whose pseudo labels are complete, counted from 1. */
  public List<Integer> labelledRounds() {
    return IntStream.range(0, rounds.rounds())
        .filter(round -> Files.isDirectory(pseudoLabels(round)))
        .mapToObj(round -> round + 1)
        .toList();
  }
}
