package org.sourcefree.experiment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.sourcefree.Progress;
import org.sourcefree.config.Json;
import org.sourcefree.data.ClassSet;
import org.sourcefree.data.Labels;
import org.sourcefree.data.Pool;
import org.sourcefree.data.Sample;
import org.sourcefree.data.SourceImages;
import org.sourcefree.data.ViewReader;
import org.sourcefree.files.Checksums;
import org.sourcefree.files.Folders;
import org.sourcefree.image.RgbImage;
import org.sourcefree.model.ModelSession;
import org.sourcefree.network.BatchNorm;
import org.sourcefree.network.BatchStatisticsPredictor;
import org.sourcefree.pseudolabel.ClassSelection;
import org.sourcefree.pseudolabel.LabelledTarget;
import org.sourcefree.pseudolabel.LabellingPass;
import org.sourcefree.run.RunFolder;
import org.sourcefree.run.RunningAverages;
import org.sourcefree.sourcedata.SourceMatching;
import org.sourcefree.workers.Chief;
import org.tensorflow.types.TFloat32;

/** Labels the target images at the beginning of a round and keeps the labels in the run folder. */
final class PseudoLabeller {
  private static final String AVERAGES = "running_averages.json";

  private final ModelSession model;
  private final LabellingPass pass;
  private final Function<RgbImage, TFloat32> network;
  private final List<String> classes;
  private final Adaptation config;
  private final RunFolder folder;
  private final ViewReader views;
  private final Hooks hooks;
  private final StoredRound stored;
  private final Chief chief;
  private final Optional<SourceMatching> matching;

  /** Adds what labelling computes to the model's graph. */
  PseudoLabeller(Adaptation config, RunParts parts) {
    this.model = parts.model();
    this.classes = parts.classes();
    ClassSet ids = model.model().classes();
    this.stored = StoredRound.in(parts.folder().path(), config, ids);
    this.pass = stored.pass(model);
    this.chief = parts.chief();
    this.network = network(model, config.batchNorm());
    this.config = config;
    this.views = stored.views(parts.views());
    this.folder = parts.folder();
    this.hooks = parts.hooks();
    this.matching =
        stored.source().map(each -> new SourceMatching(each, ids, views, network, hooks.pass()));
  }

  private static Function<RgbImage, TFloat32> network(ModelSession model, BatchNorm batchNorm) {
    if (batchNorm.labelsWithBatchStatistics()) {
      return new BatchStatisticsPredictor(
              model.graph(),
              model.session(),
              model.variables(),
              model.model(),
              batchNorm.momentum())
          ::logits;
    }
    return model.predictor()::logits;
  }

  /**
   * The labels of a round, made unless they are complete already.
   *
   * @param round counted from 0
   * @param taken steps that had been taken when this run started
   */
  Labels label(int round, long taken, List<Sample> target) {
    if (!config.makesLabels()) {
      return Labels.none();
    }
    Path labels = folder.pseudoLabels(round);
    if (!Files.isDirectory(labels)) {
      make(labels, round, target);
    } else if (taken == config.training().firstStepOf(round)) {
      // The checkpoint at the beginning of the round was saved before labelling moved them.
      restoreAverages(labels);
    }
    return stored.labels(round);
  }

  private void make(Path labels, int round, List<Sample> target) {
    Path partial = stored.partial(round);
    Folders.delete(partial);
    Folders.create(partial);
    List<ClassSelection> selected;
    try (LabelledTarget labelled = pass(target, round, partial)) {
      selected = labelled.selected();
      Json.write(
          labels.resolveSibling(labels.getFileName() + ".json"),
          ClassSelection.summary(classes, selected));
      if (config.batchNorm().labelsWithBatchStatistics()) {
        Json.write(partial.resolve(AVERAGES), RunningAverages.of(model));
      }
      matching.ifPresent(each -> each.match(labelled, round, partial));
      // Predictions on source images have moved them.
      restoreAverages(partial);
    }
    noteChecksums(labels, partial);
    Folders.move(partial, labels);
    hooks.listener().labelled(round, selected);
  }

  private LabelledTarget pass(List<Sample> target, int round, Path folder) {
    String name = "labelling, round " + (round + 1);
    Pool pool = stored.isDivided() ? chief.labelling(round) : Pool.ONE;
    try (Progress.Task task = hooks.pass().start(name, pool.own(target).size(), 0)) {
      LabellingPass.Place place = new LabellingPass.Place(folder, pool);
      return pass.label(target, views, network, round, place, done -> task.advance(done, ""));
    }
  }

  /** The source images of a round whose labels are made; empty for a source-free method. */
  Optional<SourceImages> source(int round) {
    return stored.source(round);
  }

  private void noteChecksums(Path labels, Path partial) {
    try {
      Map<String, Path> files = Checksums.files(partial, labels.getFileName() + "/");
      Path summary = labels.resolveSibling(labels.getFileName() + ".json");
      files.put(String.valueOf(summary.getFileName()), summary);
      Checksums.write(RunFolder.checksums(labels), files);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void restoreAverages(Path labels) {
    if (config.batchNorm().labelsWithBatchStatistics()) {
      Json.read(labels.resolve(AVERAGES), RunningAverages.class).restore(model);
    }
  }
}
