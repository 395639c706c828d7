package org.sourcefree.training;

import java.util.List;
import java.util.function.LongToDoubleFunction;
import java.util.function.Predicate;
import org.sourcefree.graph.Variables;
import org.sourcefree.graph.Variables.Variable;
import org.sourcefree.network.GaussianBottleneck;
import org.sourcefree.objective.Objective;
import org.sourcefree.optimizer.Optimizer;
import org.sourcefree.patches.PatchModes;

/**
 * Who moves in a step: variables, what they minimise, how and how fast. The segmentation network is
 * one.
 *
 * @param name of its own among a step's players
 * @param moves which trained variables are its own
 * @param learningRate of a step, counted from 0
 */
public record Player(
    String name,
    Predicate<Variable> moves,
    Objective objective,
    Optimizer optimizer,
    LongToDoubleFunction learningRate) {

  /** The segmentation network, whose learning rate is the factor that a step is given. */
  public static Player network(Objective objective, Optimizer optimizer) {
    return network(objective, optimizer, step -> 1);
  }

  /** The segmentation network with all that is trained of it. */
  public static Player network(
      Objective objective, Optimizer optimizer, LongToDoubleFunction learningRate) {
    String name = Variables.NETWORK;
    return new Player(name, Player::isOfNetwork, objective, optimizer, learningRate);
  }

  private static boolean isOfNetwork(Variable variable) {
    return variable.owner().equals(Variables.NETWORK) || isNewBesideNetwork(variable);
  }

  /** Whether it is a layer that is no part of the model, but learns with it, as its heads do. */
  static boolean isNewBesideNetwork(Variable variable) {
    return variable.owner().equals(PatchModes.OWNER)
        || variable.owner().equals(GaussianBottleneck.OWNER);
  }

  /** Checks that names are there and differ. */
  static void requireDistinct(String what, List<String> names) {
    if (names.isEmpty() || names.stream().distinct().count() < names.size()) {
      throw new IllegalArgumentException(
          "%s must be at least one, each with a name of its own, got %s".formatted(what, names));
    }
  }
}
