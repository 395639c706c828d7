package org.sourcefree.run.earlier;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sourcefree.InvalidInputException;
import org.sourcefree.graph.Variables.Variable;
import org.sourcefree.model.ModelSession;
import org.sourcefree.run.Checkpoints;
import org.sourcefree.savedmodel.Weights;
import org.sourcefree.training.Discriminators;
import org.sourcefree.training.TrainingSettings;

/** Discriminators that a run goes on with, from another run's last state. */
public final class CarriedDiscriminators {
  private CarriedDiscriminators() {}

  /**
   * Gives discriminators the weights that they had at the end of the run that the settings name, if
   * they name one. One that the model attends by has the model's.
   *
   * @throws InvalidInputException if that run left no such weights
   */
  public static void assign(ModelSession model, TrainingSettings settings) {
    settings
        .discriminators()
        .ifPresent(each -> each.from().ifPresent(run -> assign(model, each, run)));
  }

  private static void assign(ModelSession model, Discriminators discriminators, Path run) {
    List<Variable> carried = new ArrayList<>(discriminators.weights(model.variables()));
    carried.removeAll(model.weights());
    if (!carried.isEmpty()) {
      Path state = state(run).variables();
      model.variables().assign(model.session(), Weights.read(state, carried));
    }
  }

  private static Checkpoints.Found state(Path run) {
    return new Checkpoints(run.resolve("checkpoints"), 1)
        .newest(state -> Optional.empty())
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "discriminators.from must be the folder of a run that has a state, found none (%s)"
                        .formatted(run)));
  }
}
