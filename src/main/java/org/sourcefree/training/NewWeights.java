package org.sourcefree.training;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.sourcefree.data.Seeds;
import org.sourcefree.graph.Variables;
import org.sourcefree.graph.Variables.Role;
import org.sourcefree.graph.Variables.Variable;
import org.sourcefree.network.Architecture;
import org.sourcefree.network.Head;
import org.tensorflow.ndarray.Shape;

/**
 * What heads and discriminators begin with that a run adds to a trained model. A head's weights are
 * normal(0, 0.01); its biases, and all of a discriminator, are uniform in ±1/√(kernel area · input
 * channels), as PyTorch's convolutions have them.
 */
final class NewWeights {
  private static final double DEVIATION = 0.01;

  private final Variables variables;
  private final long seed;

  /**
   * Values of new variables in a graph.
   *
   * @param seed of the run; every variable has draws of its own
   */
  NewWeights(Variables variables, long seed) {
    this.variables = variables;
    this.seed = seed;
  }

  /** Of all discriminators. */
  Map<String, float[]> ofDiscriminators() {
    return values(weight -> Discriminator.isOwner(weight.owner()));
  }

  /**
   * Of heads.
   *
   * @param network that has them
   */
  Map<String, float[]> ofHeads(Architecture network, List<Head> heads) {
    List<String> prefixes = heads.stream().map(head -> network.prefix(head.name())).toList();
    return values(
        weight ->
            weight.owner().equals(Variables.NETWORK)
                && prefixes.stream().anyMatch(weight.name()::startsWith));
  }

  private Map<String, float[]> values(Predicate<Variable> wanted) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    variables.of(Role.WEIGHT).forEach(weight -> shapes.put(weight.name(), weight.shape()));
    Map<String, float[]> values = new LinkedHashMap<>();
    for (Variable weight : variables.of(Role.WEIGHT)) {
      if (wanted.test(weight)) {
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
   * @param kernel the shape of the convolution that it belongs to, [size, size, in, out]
   */
  private float[] values(Variable weight, Shape kernel) {
    SplittableRandom random = new SplittableRandom(Seeds.mix(seed, weight.name().hashCode()));
    double bound = 1 / Math.sqrt((double) kernel.get(0) * kernel.get(1) * kernel.get(2));
    boolean normal = weight.owner().equals(Variables.NETWORK) && weight.shape().equals(kernel);
    float[] values = new float[Math.toIntExact(weight.shape().size())];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          (float) (normal ? DEVIATION * random.nextGaussian() : random.nextDouble(-bound, bound));
    }
    return values;
  }
}
