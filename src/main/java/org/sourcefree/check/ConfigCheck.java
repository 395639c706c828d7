package org.sourcefree.check;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sourcefree.InvalidInputException;
import org.sourcefree.Progress;
import org.sourcefree.data.ClassSet;
import org.sourcefree.data.Dataset;
import org.sourcefree.data.Share;
import org.sourcefree.data.SourceImages;
import org.sourcefree.data.view.Crop;
import org.sourcefree.experiment.Experiment;
import org.sourcefree.experiment.SharedRun;
import org.sourcefree.experiment.TrainingConfig;
import org.sourcefree.experiment.TrainingImages;
import org.sourcefree.files.Folders;
import org.sourcefree.machine.Machine;
import org.sourcefree.model.ModelSession;
import org.sourcefree.run.DiskNeed;
import org.sourcefree.run.RunFolder;
import org.sourcefree.trust.Models;
import org.sourcefree.workers.Workers;
import org.tensorflow.exceptions.TensorFlowException;

/** Everything that would go wrong with a config, as far as can be told without training. */
public final class ConfigCheck {
  private final Experiment config;
  private final Models models;
  private final Progress progress;
  private final Workers workers;
  private final Optional<TrainingConfig> work;
  private final Map<Dataset, DataFindings> data = new LinkedHashMap<>();

  /** Prepares a check; nothing is read yet. */
  public ConfigCheck(Experiment config, Models models, Progress progress) {
    this(config, models, progress, Workers.ALONE);
  }

  /**
   * Prepares a check of a run that several share; nothing is read yet.
   *
   * @param workers who do; none is started
   */
  public ConfigCheck(Experiment config, Models models, Progress progress, Workers workers) {
    this.workers = workers;
    this.config = config;
    this.models = models;
    this.progress = progress;
    this.work = TrainingConfig.of(config);
  }

  /**
   * All of it.
   *
   * @param output where results would go
   * @param step whether to take a few steps to estimate time and memory
   */
  public List<Finding> run(Path output, boolean step) {
    List<Finding> findings = new ArrayList<>();
    attempt(findings, () -> RunFolder.requireAbsent(output));
    attempt(findings, () -> requireWritable(output));
    findings.addAll(settings());
    findings.addAll(data());
    findings.addAll(cost(output, 1, step));
    return findings;
  }

  /** What is wrong with device, model, objective and schedule. */
  public List<Finding> settings() {
    List<Finding> findings = new ArrayList<>();
    work.ifPresent(
        planned -> {
          attempt(findings, () -> planned.requireComputable());
          attempt(findings, () -> SharedRun.require(planned, workers));
          addSchedule(planned, findings);
          addModel(planned, findings);
        });
    return findings;
  }

  private void addModel(TrainingConfig planned, List<Finding> findings) {
    attempt(findings, () -> planned.requireTrainable(models));
    Optional<ClassSet> known = ClassChoice.known(planned.measured(), models);
    planned
        .objectiveSum()
        .ifPresent(
            sum ->
                known.ifPresent(
                    classes -> attempt(findings, () -> sum.checkClasses(classes.size()))));
  }

  private static void addSchedule(TrainingConfig planned, List<Finding> findings) {
    long steps = planned.steps();
    if (steps > 0 && planned.schedule().rateAt(steps - 1) <= 0) {
      long last = steps - 1;
      while (last > 0 && planned.schedule().rateAt(last - 1) <= 0) {
        last--;
      }
      findings.add(
          Finding.warning(
              "schedule: the learning rate is 0 from step %d of %d on, and nothing is learnt there",
              last, steps));
    }
  }

  /** What is wrong with images and labels, of a suite's rows and sweeps too. */
  public List<Finding> data() {
    List<Finding> findings = new ArrayList<>();
    if (config.draws().isPresent()) {
      return findings;
    }
    attempt(
        findings,
        () -> {
          for (DataUse use : DataUse.of(config, models)) {
            DataFindings found = DataFindings.of(use, progress);
            data.put(use.dataset(), found);
            findings.addAll(found.findings());
          }
        });
    work.ifPresent(planned -> addViews(planned, findings));
    return findings;
  }

  private void addViews(TrainingConfig planned, List<Finding> findings) {
    TrainingImages used = planned.data();
    long images = images(Optional.of(used.trained()));
    int batch = planned.training().batchSize();
    if (images > 0 && images < batch) {
      findings.add(
          Finding.error(
              "batch_size must be at most the number of images, got %d with %d images of data.%s"
                  .formatted(batch, images, used.role())));
    }
    used.apart().ifPresent(source -> addSource(used, source, findings));
    if (used.trainingView() instanceof Crop view) {
      double largest = view.shortSide() * view.scale().largest();
      if (view.crop() > largest) {
        findings.add(
            Finding.warning(
                "data.training_view: the crop of %d pixels is larger than short_side at any scale (at most %.0f), so that every sample is enlarged",
                view.crop(), largest));
      }
    }
    if (used.evaluation().isEmpty()) {
      findings.add(Finding.note("data.evaluation is left out: nothing will be measured"));
    }
  }

  private void addSource(TrainingImages used, SourceImages.Apart source, List<Finding> findings) {
    long images = images(used.beside());
    if (images > 0 && images < source.batchSize()) {
      findings.add(
          Finding.error(
              "source_batches.batch_size must be at most the number of images, got %d with %d images of data.source"
                  .formatted(source.batchSize(), images)));
    }
  }

  private long images(Optional<Dataset> dataset) {
    return dataset.map(data::get).map(DataFindings::images).orElse(0L);
  }

  /**
   * Whether the weights can be read, what the run would take of time, memory and disk, and whether
   * there is enough.
   *
   * @param runs how many such runs there will be
   * @param step whether to take a few steps on made-up images, which the first two need
   */
  public List<Finding> cost(Path output, int runs, boolean step) {
    List<Finding> findings = new ArrayList<>();
    config
        .draws()
        .ifPresent(
            scenes -> attempt(findings, () -> CostEstimate.addScenes(scenes, output, findings)));
    work.ifPresent(planned -> addCost(planned, output, runs, step, findings));
    return findings;
  }

  private void addCost(
      TrainingConfig planned, Path output, int runs, boolean step, List<Finding> findings) {
    try (ModelSession session = planned.open(models)) {
      CostEstimate cost =
          new CostEstimate(
              planned,
              Optional.ofNullable(data.get(planned.data().trained())),
              planned.data().beside().map(data::get),
              images(planned.data().evaluation()),
              runs,
              workers.share().workers());
      int classes = session.model().classes().size();
      cost.addDisk(DiskNeed.Stored.of(session, planned.step()), classes, output, findings);
      if (step) {
        DryRun dry = new DryRun(planned, Machine.availableMemory(), largestShare());
        cost.addTimeAndMemory(dry.run(session), classes, findings);
      }
    } catch (InvalidInputException e) {
      findings.add(Finding.error(e));
      findings.add(Finding.note("time, memory and disk can be told once the model can be opened"));
    } catch (IllegalArgumentException e) {
      findings.add(Finding.error(e));
    } catch (TensorFlowException e) {
      findings.add(Finding.error("a gradient step or prediction fails: " + e.getMessage()));
    }
  }

  /** The last one's share is never smaller than another's. */
  private Share largestShare() {
    int number = workers.share().workers();
    return new Share(number - 1, number);
  }

  /** Checks that a folder can be made, without making it. */
  public static void requireWritable(Path folder) {
    Path place = Folders.existing(folder);
    if (!Files.isDirectory(place)) {
      throw new InvalidInputException(
          "the folder %s could not be made: %s is a file".formatted(folder, place));
    }
    if (!Files.isWritable(place)) {
      throw new InvalidInputException(
          "the folder %s could not be made: %s is not writable".formatted(folder, place));
    }
  }

  /** Continues after what a run would stop at. */
  private static void attempt(List<Finding> findings, Runnable part) {
    try {
      part.run();
    } catch (InvalidInputException | IllegalArgumentException e) {
      findings.add(Finding.error(e));
    }
  }
}
