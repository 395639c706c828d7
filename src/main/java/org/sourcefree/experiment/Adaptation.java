package org.sourcefree.experiment;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.sourcefree.data.Dataset;
import org.sourcefree.data.EvaluationView;
import org.sourcefree.data.StandardClasses;
import org.sourcefree.data.TrainingView;
import org.sourcefree.network.BatchNorm;
import org.sourcefree.network.DeepLabV2;
import org.sourcefree.network.Preprocessing;
import org.sourcefree.objective.Objective;
import org.sourcefree.objective.Term;
import org.sourcefree.optimizer.Schedule;
import org.sourcefree.optimizer.Sgd;
import org.sourcefree.pseudolabel.None;
import org.sourcefree.pseudolabel.Selection;
import org.sourcefree.training.Rounds;

/**
 * Adaptation of a pretrained model to an unlabelled target domain. Which method it is, is said by
 * the pseudo labels and the objective.
 *
 * @param seed of every random draw
 * @param output the run folder
 * @param objective the terms whose weighted sum is minimised
 */
public record Adaptation(
    long seed,
    Path output,
    PretrainedModel model,
    Data data,
    BatchNorm batchNorm,
    Selection pseudoLabels,
    List<Term> objective,
    Sgd optimizer,
    Schedule schedule,
    Rounds training)
    implements Experiment {

  /**
   * The model to adapt. What it is travels inside it; what is said again here must agree.
   *
   * @param savedModel folder
   */
  public record PretrainedModel(
      Path savedModel,
      Optional<DeepLabV2> network,
      Optional<StandardClasses> classes,
      Optional<Preprocessing> preprocessing) {}

  /**
   * Images and what is seen of them.
   *
   * @param target images to adapt to; their labels are never opened
   * @param evaluation labelled images to measure on, from which nothing is learnt
   */
  public record Data(
      Dataset target,
      Optional<Dataset> evaluation,
      TrainingView trainingView,
      EvaluationView evaluationView) {}

  /** Checks that the objective has the labels it reads and the schedule fits the rounds. */
  public Adaptation {
    objective = List.copyOf(objective);
    if (new Objective(objective).usesLabels() && pseudoLabels instanceof None) {
      throw new IllegalArgumentException(
          "pseudo_labels must not be none, as cross_entropy reads them");
    }
    schedule.checkRounds(training.stepsPerRound());
  }
}
