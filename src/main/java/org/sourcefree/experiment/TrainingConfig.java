package org.sourcefree.experiment;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.sourcefree.InvalidInputException;
import org.sourcefree.data.ClassSet;
import org.sourcefree.data.Labels;
import org.sourcefree.graph.Compute;
import org.sourcefree.image.ImageSize;
import org.sourcefree.model.GraphFaults;
import org.sourcefree.model.ModelSession;
import org.sourcefree.model.PretrainedModel;
import org.sourcefree.network.BatchNorm;
import org.sourcefree.network.Model;
import org.sourcefree.objective.Objective;
import org.sourcefree.optimizer.Schedule;
import org.sourcefree.optimizer.Sgd;
import org.sourcefree.training.Player;
import org.sourcefree.training.Streams;
import org.sourcefree.training.TrainingPlan;
import org.sourcefree.training.TrainingSettings;
import org.sourcefree.training.replicas.Accumulation;
import org.sourcefree.trust.Models;

/** A config that trains a model, which {@link TrainingRun} does in a run folder. */
public sealed interface TrainingConfig extends Experiment permits Adaptation, Pretraining {

  /** The config as one that trains; empty if it does not. */
  static Optional<TrainingConfig> of(Experiment config) {
    return config instanceof TrainingConfig training ? Optional.of(training) : Optional.empty();
  }

  /**
   * The config as one that trains.
   *
   * @param purpose what that is needed for, a verb
   * @throws InvalidInputException if it does not
   */
  static TrainingConfig require(Experiment config, String purpose) {
    return of(config)
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "kind must be adaptation or pretraining to %s, got %s"
                        .formatted(purpose, config.kind())));
  }

  /** Of every random draw. */
  long seed();

  /** Images to train and to measure on. */
  TrainingImages data();

  BatchNorm batchNorm();

  Sgd optimizer();

  Schedule schedule();

  TrainingPlan training();

  /** What computes; auto if left out. */
  Optional<Compute.Device> device();

  /** Of products and convolutions; float32 if left out. */
  Optional<Compute.Precision> precision();

  /** The weighted sum of the terms; empty if there is none, and no step is taken. */
  Optional<Objective> objectiveSum();

  /**
   * What the model is.
   *
   * @throws InvalidInputException if it cannot be read
   */
  Model describe(Models models);

  /**
   * Opens the model that training starts from, with its weights.
   *
   * @throws InvalidInputException if it cannot be read
   */
  ModelSession open(Models models, Compute compute);

  /** Opens that model, computed as the config says. */
  default ModelSession open(Models models) {
    return open(models, compute());
  }

  /** The model that {@code evaluate} measures: the one to adapt, or what a pretraining leaves. */
  PretrainedModel measured();

  /** The labels that are known before training. */
  Labels labels(ClassSet classes);

  /** Whether pseudo labels are made. */
  boolean makesLabels();

  /** What the trained model says of itself. */
  Model described(Model trained);

  /** How often the evaluation images are predicted. */
  int evaluations();

  /** How often the images that are trained on are predicted. */
  int passes();

  /** On what and in which numbers to compute. */
  default Compute compute() {
    return Compute.of(device(), precision());
  }

  /** What a gradient step does; empty if none is taken. */
  default Optional<TrainingSettings> step() {
    return objectiveSum()
        .map(
            sum ->
                TrainingSettings.of(
                    batchNorm(),
                    Player.network(sum, optimizer(), schedule()::rateAt),
                    compute().needsLossScaling()))
        .map(
            step ->
                training().parts() == 1 ? step : step.among(new Accumulation(training().parts())));
  }

  /** Bytes of the logits that a round keeps beside its labels, where distributions need them. */
  default long keptLogits(long images, int classes) {
    boolean kept = step().filter(TrainingSettings::distributions).isPresent();
    return kept ? images * data().labelling().logitBytes(classes) : 0;
  }

  /**
   * Checks that this machine can do it.
   *
   * @throws InvalidInputException if not
   */
  default void requireComputable() {
    compute().requireAvailable();
  }

  /** What a step sees of each stream, at most. */
  default Map<String, Streams.Size> sizes() {
    Map<String, Streams.Size> sizes = new LinkedHashMap<>();
    data()
        .apart()
        .ifPresent(
            source -> {
              ImageSize size = source.view().largest();
              sizes.put(Streams.SOURCE, new Streams.Size(source.batchSize(), size));
            });
    ImageSize size = data().trainingView().largest();
    sizes.put(Streams.TARGET, new Streams.Size(training().batchSize(), size));
    return sizes;
  }

  /** Gradient steps of the whole run. */
  default long steps() {
    return objectiveSum().isPresent() ? training().totalSteps() : 0;
  }

  /**
   * What the model is.
   *
   * @throws InvalidInputException if it cannot be read, or cannot be trained so
   */
  default Model requireTrainable(Models models) {
    Model model = describe(models);
    GraphFaults.require(
        measured().savedModel(), () -> model.network().requireTrainable(batchNorm()));
    step().ifPresent(step -> step.requireFits(model));
    return model;
  }
}
