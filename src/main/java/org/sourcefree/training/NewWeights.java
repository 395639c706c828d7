package org.sourcefree.training;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Predicate;
import org.sourcefree.data.Seeds;
import org.sourcefree.graph.Variables;
import org.sourcefree.graph.Variables.Role;
import org.sourcefree.graph.Variables.Variable;
import org.sourcefree.network.Additions;
import org.sourcefree.network.Architecture;
import org.sourcefree.network.deeplab.DeepLabV2;
import org.tensorflow.ndarray.Shape;

/**
 * What heads, attention and discriminators begin with that a run adds to a trained model. The
 * weights of a head and of a projection are normal(0, 0.01); a head's biases, and all of a
 * discriminator, are uniform in ±1/√(kernel area · input channels), as PyTorch's convolutions have
 * them; batch norm is the identity. A head of patches begins as a discriminator does, its centres
 * as zeros, which {@link Step#tellApart} replaces.
 */
final class NewWeights {
  private static final double DEVIATION = 0.01;
  private static final int KERNEL_DIMENSIONS = 4;

  private final Variables variables;
  private final Architecture network;
  private final Additions added;
  private final long seed;
  private final Function<Variable, Optional<Float>> first;

  /**
   * Values of new variables in a graph.
   *
   * @param network with what is added
   * @param seed of the run; every variable has draws of its own
   * @param first what every number of a variable is that begins with one number; empty for others
   */
  NewWeights(
      Variables variables,
      Architecture network,
      Additions added,
      long seed,
      Function<Variable, Optional<Float>> first) {
    this.variables = variables;
    this.network = network;
    this.added = added;
    this.seed = seed;
    this.first = first;
  }

  /** Of all that is new. */
  Map<String, float[]> all() {
    return values(this::isNew);
  }

  /** Of what is new and is no part of the model. */
  Map<String, float[]> ofTrainingAlone() {
    Additions predicting = added.predicting();
    return values(variable -> isNew(variable) && !network.isAdded(variable.name(), predicting));
  }

  private boolean isNew(Variable variable) {
    if (variable.owner().equals(Variables.NETWORK)) {
      return network.isAdded(variable.name(), added);
    }
    if (Player.isNewBesideNetwork(variable) || first.apply(variable).isPresent()) {
      return true;
    }
    // Attention that is not added is the model's own, with its discriminator.
    boolean known =
        added.attention().isEmpty()
            && network.attention().filter(own -> own.owner().equals(variable.owner())).isPresent();
    return Discriminator.isOwner(variable.owner()) && !known;
  }

  private Map<String, float[]> values(Predicate<Variable> wanted) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    variables.of(Role.WEIGHT).forEach(weight -> shapes.put(weight.name(), weight.shape()));
    Map<String, float[]> values = new LinkedHashMap<>();
    for (Variable weight : variables.all()) {
      boolean kept =
          weight.role() == Role.WEIGHT
              || weight.role() == Role.AVERAGE
              || weight.role() == Role.CONSTANT;
      if (kept && wanted.test(weight)) {
        Shape kernel =
            shapes.getOrDefault(weight.name().replace(".bias", ".weight"), weight.shape());
        values.put(weight.name(), values(weight, kernel));
      }
    }
    return values;
  }

  /**
   * Of one variable.
   *
   * @param kernel the shape of the convolution that it belongs to, [size, size, in, out], or its
   *     own if that is batch norm
   */
  private float[] values(Variable weight, Shape kernel) {
    float[] values = new float[Math.toIntExact(weight.shape().size())];
    Optional<Float> known = first.apply(weight);
    if (known.isPresent() || weight.role() == Role.CONSTANT) {
      Arrays.fill(values, known.orElse(0f));
      return values;
    }
    SplittableRandom random = new SplittableRandom(Seeds.mix(seed, weight.name().hashCode()));
    if (kernel.numDimensions() != KERNEL_DIMENSIONS) {
      return DeepLabV2.initialValues(weight.name(), weight.shape(), random);
    }
    double bound = 1 / Math.sqrt((double) kernel.get(0) * kernel.get(1) * kernel.get(2));
    boolean normal = weight.owner().equals(Variables.NETWORK) && weight.shape().equals(kernel);
    for (int i = 0; i < values.length; i++) {
      values[i] =
          (float) (normal ? DEVIATION * random.nextGaussian() : random.nextDouble(-bound, bound));
    }
    return values;
  }
}
