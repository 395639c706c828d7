package org.sourcefree.experiment;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.sourcefree.data.ClassSet;
import org.sourcefree.data.Labels;
import org.sourcefree.data.SourceImages;
import org.sourcefree.data.TrainingData;
import org.sourcefree.data.ViewReader;
import org.sourcefree.files.Fresh;
import org.sourcefree.model.ModelSession;
import org.sourcefree.pseudolabel.LabellingPass;
import org.sourcefree.pseudolabel.StoredLabels;
import org.sourcefree.run.RunFolder;
import org.sourcefree.run.RunLog;
import org.sourcefree.sourcedata.SourceDomain;

/**
 * What the rounds of an adaptation train on once their labels lie in the run folder.
 *
 * @param source the source domain; empty for a source-free method
 */
record StoredRound(Adaptation config, Path folder, ClassSet ids, Optional<SourceDomain> source) {

  /** The rounds of a run folder. */
  static StoredRound in(Path folder, Adaptation config, ClassSet ids) {
    return new StoredRound(
        config, folder, ids, config.data().sourceUse().domain(ids, config.seed()));
  }

  /** The labels of a round, counted from 0. */
  Labels labels(int round) {
    return config.makesLabels()
        ? StoredLabels.of(RunFolder.pseudoLabels(folder, round), rare(round), config.pseudoLabels())
        : Labels.none();
  }

  private List<Integer> rare(int round) {
    List<Long> predicted = new RunLog(folder).predictedPixels(round + 1, ids.names());
    return config.data().trainingView().rareClasses().stream()
        .flatMap(each -> each.of(predicted).stream())
        .toList();
  }

  /** The source images of a round; empty for a source-free method. */
  Optional<SourceImages> source(int round) {
    return source.map(each -> each.ofRound(round, RunFolder.pseudoLabels(folder, round)));
  }

  /** Where a round's labels lie until they are complete. */
  Path partial(int round) {
    return Fresh.beside(RunFolder.pseudoLabels(folder, round), ".partial");
  }

  /** Whether workers can label images of their own, each by itself. */
  boolean isDivided() {
    return config.labelsTogether();
  }

  /** The pass that labels with a model; adds what it computes to the model's graph. */
  LabellingPass pass(ModelSession model) {
    return new LabellingPass(
        model.graph(),
        model.session(),
        model.inference(),
        ids.size(),
        config.pseudoLabels(),
        config.data().labelling().views());
  }

  /** What labelling sees of images. */
  ViewReader views(ViewReader run) {
    return new ViewReader(config.data().labelling().whole(), run.images());
  }

  /** Images with a round's labels. */
  TrainingData of(TrainingData data, int round) {
    TrainingData labelled = data.with(labels(round));
    return source(round).map(labelled::beside).orElse(labelled);
  }
}
