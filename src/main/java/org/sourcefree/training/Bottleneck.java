package org.sourcefree.training;

import java.util.List;
import java.util.Optional;
import org.sourcefree.InvalidInputException;
import org.sourcefree.graph.Variables;
import org.sourcefree.graph.Variables.Variable;
import org.sourcefree.network.GaussianBottleneck;
import org.sourcefree.network.Model;
import org.sourcefree.network.deeplab.DeepLabV2;
import org.sourcefree.objective.Bottlenecked;
import org.sourcefree.objective.Draws;
import org.sourcefree.objective.Excess;
import org.sourcefree.objective.Information;
import org.sourcefree.objective.Objective;
import org.sourcefree.objective.Term;
import org.sourcefree.optimizer.DualAscent;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/**
 * A bottleneck in a step, and what it costs.
 *
 * @param form what features pass
 * @param information the term that bounds what they tell
 */
public record Bottleneck(GaussianBottleneck form, Information information) {
  private static final String FACTOR = "factor";
  private static final long NOISE = 0x6e6f697365L;

  /**
   * Checks that a bottleneck has its term, and goes with the rest of an adaptation.
   *
   * @param terms of the objective
   * @param taught whether a teacher labels the batches
   * @param parts in which a batch is computed
   * @throws IllegalArgumentException if not
   */
  public static void check(
      Optional<GaussianBottleneck> form, List<Term> terms, boolean taught, int parts) {
    if (form.isPresent() != information(terms).isPresent()) {
      throw new IllegalArgumentException(
          "bottleneck must be there beside a term information, and nowhere else");
    }
    if (form.isPresent() && (taught || parts > 1)) {
      throw new IllegalArgumentException(
          "bottleneck must be without a teacher and training.accumulate, as the noise is drawn for a whole batch that the network sees");
    }
  }

  /**
   * Checks that a model has stages between which features can pass.
   *
   * @throws InvalidInputException if not
   */
  static void requireFits(Model model) {
    if (!(model.network() instanceof DeepLabV2)) {
      throw new InvalidInputException(
          "bottleneck must be in a network that sourcefree builds, this one is another program's");
    }
  }

  private static Optional<Information> information(List<Term> terms) {
    return terms.stream()
        .filter(Information.class::isInstance)
        .map(Information.class::cast)
        .findFirst();
  }

  /** The bottleneck of an adaptation, if it has one. */
  static Optional<Bottleneck> of(Optional<GaussianBottleneck> form, List<Term> terms) {
    return form.flatMap(each -> information(terms).map(term -> new Bottleneck(each, term)));
  }

  /** Who moves the factor. */
  Player player() {
    String name = information.name();
    return new Player(
        name,
        variable -> variable.owner().equals(name),
        new Objective(List.of(new Excess(information.bound()))),
        new DualAscent(),
        step -> information.dualStep());
  }

  /** Whether it is what a variable belongs to. */
  boolean owns(Variable variable) {
    return variable.owner().equals(GaussianBottleneck.OWNER)
        || variable.owner().equals(information.name());
  }

  /** What every number of a variable of its own is before the first step. */
  float first(Variable variable) {
    return variable.owner().equals(GaussianBottleneck.OWNER)
        ? form.first(variable.name())
        : (float) information.weight();
  }

  /** What a stream's features are to tell, once they passed. */
  Told tell(Ops tf, Variables variables, Draws draws, String stream) {
    return new Told(tf, variables, noiseSeed(tf, draws, stream));
  }

  /** The passing of one stream's features, and what they tell. */
  final class Told {
    private final Ops tf;
    private final Variables variables;
    private final Operand<TInt64> seed;
    private Optional<Operand<TFloat32>> nats = Optional.empty();

    private Told(Ops tf, Variables variables, Operand<TInt64> seed) {
      this.tf = tf;
      this.variables = variables;
      this.seed = seed;
    }

    /** What heads read of features, [N, h, w, channels]; called once. */
    Operand<TFloat32> read(Operand<TFloat32> features) {
      Operand<TFloat32> noise =
          tf.stopGradient(tf.random.statelessRandomNormal(tf.shape(features), seed));
      GaussianBottleneck.Passed passed = GaussianBottleneck.build(tf, variables, features, noise);
      nats = Optional.of(passed.information());
      return passed.features();
    }

    /** What the features tell, after they were read. */
    Bottlenecked told() {
      Operand<TFloat32> factor =
          variables.of(information.name()).get(FACTOR, Shape.scalar()).value();
      return new Bottlenecked(nats.orElseThrow(), factor);
    }
  }

  /** Of a stream's own noise. */
  private static Operand<TInt64> noiseSeed(Ops tf, Draws draws, String stream) {
    long salt = NOISE ^ stream.hashCode();
    return tf.stack(List.of(tf.constant(draws.seed() ^ salt), draws.step()));
  }
}
