package org.sourcefree.experiment;

import java.util.Optional;
import java.util.OptionalLong;
import org.sourcefree.data.Labels;
import org.sourcefree.data.TrainingData;
import org.sourcefree.run.RunEvents;
import org.sourcefree.training.TrainingPlan;
import org.sourcefree.watch.CollapseResponse;
import org.sourcefree.watch.CollapseWatch;
import org.sourcefree.watch.Look;
import org.sourcefree.watch.MetNetworks;
import org.sourcefree.watch.TargetPictures;
import org.sourcefree.watch.WatchedImages;

/** Every round labels the target images anew; their predictions are watched meanwhile. */
record SourceFree(
    TrainingData data,
    TrainingPlan rounds,
    PseudoLabeller labeller,
    CollapseWatch watch,
    CollapseResponse collapse,
    MetNetworks networks,
    TargetPictures pictures)
    implements Supervision {

  /** Adds what it computes to the model's graph. */
  static SourceFree of(Adaptation config, RunParts parts, RunEvents events) {
    PseudoLabeller labeller = new PseudoLabeller(config, parts);
    Hooks hooks = parts.hooks();
    MetNetworks networks = metBy(config, parts);
    return new SourceFree(
        parts.data(),
        config.training(),
        labeller,
        new CollapseWatch(
            networks.images(), parts.classes(), parts.folder(), hooks.progress(), hooks.listener()),
        new CollapseResponse(
            config.training().whenCollapsed(), parts.folder(), parts.model(), hooks.progress()),
        networks,
        new TargetPictures(parts.model(), parts.samples(), parts.views(), events));
  }

  /** The networks that a run has met by the state it stands at. */
  static MetNetworks metBy(Adaptation config, RunParts parts) {
    return MetNetworks.of(
        new WatchedImages(parts.model(), parts.samples(), parts.views()),
        parts.model(),
        parts.folder(),
        config.training(),
        config.objectiveSum().isPresent());
  }

  @Override
  public void restore() {
    watch.restore();
  }

  @Override
  public TrainingData dataOf(int round, long taken) {
    Labels labels = labeller.label(round, taken, data.samples());
    long first = rounds.firstStepOf(round);
    if (first >= taken) {
      pictures.pseudoLabels(first, labels);
    }
    TrainingData labelled = data.with(labels);
    return labeller.source(round).map(labelled::beside).orElse(labelled);
  }

  @Override
  public boolean look(long taken) {
    Optional<Look> look = watch.lookIfDue(taken, rounds);
    networks.noteIfDue(taken, look);
    if (look.isEmpty()) {
      return true;
    }
    pictures.predictionsIfDue(taken, rounds);
    return collapse.goesOn(taken, watch.sawCollapse());
  }

  @Override
  public OptionalLong finish() {
    return collapse.finish();
  }

  @Override
  public Optional<MetNetworks> met() {
    return Optional.of(networks);
  }

  @Override
  public boolean ended() {
    return collapse.ended();
  }
}
