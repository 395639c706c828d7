package org.sourcefree.training;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.sourcefree.graph.Variables;
import org.sourcefree.graph.Variables.Role;
import org.sourcefree.graph.Variables.Variable;
import org.sourcefree.network.discriminator.PatchHead;
import org.sourcefree.objective.Patches;
import org.sourcefree.objective.Predictions;
import org.sourcefree.patches.PatchModes;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * The patches of a stream's images in the step's graph: what the head says of each, by the mean of
 * the probabilities in it, and of which kind each patch of the labels is. Patches stand side by
 * side from the upper left corner; what is left of the images at the right and below belongs to
 * none.
 *
 * @param modes the kinds
 * @param variables of the network and of all that is beside it
 * @param classes C
 */
record PatchReading(PatchModes modes, Variables variables, int classes) {
  private static final String CENTRES = "centres";
  private static final int QUARTERS = 2;

  /** Builds it; variables that exist already are shared. */
  Patches build(Ops tf, Predictions predictions) {
    return Patches.of(
        tf, logits(tf, predictions), tf.stopGradient(kinds(tf, predictions)), modes.clusters());
  }

  /** The kinds' centres, which nothing moves, [K, 4·C]. */
  Variable centres() {
    Shape shape = Shape.of(modes.clusters(), modes.described(classes));
    return variables.of(PatchModes.OWNER).get(CENTRES, shape, Role.CONSTANT);
  }

  /** Sets them. */
  static void assign(Session session, Variables variables, float[][] centres) {
    FloatBuffer all = FloatBuffer.allocate(centres.length * centres[0].length);
    Arrays.stream(centres).forEach(all::put);
    String name = Variables.named(PatchModes.OWNER, CENTRES);
    variables.assign(session, Map.of(name, all.array()));
  }

  private Operand<TFloat32> logits(Ops tf, Predictions predictions) {
    Operand<TFloat32> means =
        means(tf, predictions.map(tf, predictions.probabilities()), modes.height(), modes.width());
    return new PatchHead(modes.hidden(), modes.clusters())
        .build(tf, variables.of(PatchModes.OWNER), means, classes);
  }

  /** Shares of the classes in the quarters of every patch, [N, U, V, 4·C]. */
  Operand<TFloat32> histograms(Ops tf, Predictions predictions) {
    Operand<TFloat32> labels = predictions.map(tf, predictions.labels());
    Operand<TFloat32> quarters = means(tf, labels, modes.height() / 2, modes.width() / 2);
    return tf.nn.spaceToDepth(whole(tf, quarters), (long) QUARTERS);
  }

  /** Without a last row or column of quarters that would be half a patch. */
  private Operand<TFloat32> whole(Ops tf, Operand<TFloat32> quarters) {
    Operand<TInt32> odd =
        tf.math.mul(
            tf.math.floorMod(tf.shape(quarters), tf.constant(QUARTERS)),
            tf.constant(new int[] {0, 1, 1, 0}));
    return tf.slice(quarters, tf.constant(new int[4]), tf.math.sub(tf.shape(quarters), odd));
  }

  /** One-hot rows of the nearest centres, zero where more than half of a patch is ignored. */
  private Operand<TFloat32> kinds(Ops tf, Predictions predictions) {
    int described = modes.described(classes);
    Operand<TFloat32> rows =
        tf.reshape(histograms(tf, predictions), tf.constant(new int[] {-1, described}));
    Operand<TFloat32> centres = centres().value();
    // |h − c|² less |h|², which is the same for every centre.
    Operand<TFloat32> squares = tf.reduceSum(tf.math.mul(centres, centres), tf.constant(1));
    Operand<TFloat32> products = tf.linalg.matMul(rows, centres, MatMul.transposeB(true));
    Operand<TFloat32> distances = tf.math.sub(squares, tf.math.mul(tf.constant(2f), products));
    Operand<TFloat32> nearest =
        tf.oneHot(
            tf.math.argMin(distances, tf.constant(1), TInt32.class),
            tf.constant(modes.clusters()),
            tf.constant(1f),
            tf.constant(0f));
    return tf.math.mul(nearest, labelled(tf, rows));
  }

  /** 1 for a patch that is at least half labelled, else 0, [Q, 1]. */
  private Operand<TFloat32> labelled(Ops tf, Operand<TFloat32> rows) {
    Operand<TFloat32> quarters = tf.reduceSum(rows, tf.constant(1), ReduceSum.keepDims(true));
    // Half of the four quarters, less a quarter of a pixel for what rounding may take.
    float pixel = 4f / (modes.height() * modes.width());
    return tf.dtypes.cast(
        tf.math.greaterEqual(quarters, tf.constant(2f - pixel / 4)), TFloat32.class);
  }

  private static Operand<TFloat32> means(Ops tf, Operand<TFloat32> map, int height, int width) {
    List<Long> window = List.of(1L, (long) height, (long) width, 1L);
    return tf.nn.avgPool(map, window, window, "VALID");
  }
}
