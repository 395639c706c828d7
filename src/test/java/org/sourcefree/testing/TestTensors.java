package org.sourcefree.testing;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.sourcefree.graph.Tensors;
import org.sourcefree.graph.Variables;
import org.sourcefree.graph.Variables.Variable;
import org.sourcefree.optimizer.Sgd;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** Reproducible random arrays, and short ways in and out of graphs. */
public final class TestTensors {
  private TestTensors() {}

  /** Normal values with mean 0, row-major. */
  public static float[] normal(long seed, Shape shape, double deviation) {
    Random random = new Random(seed);
    float[] values = new float[Math.toIntExact(shape.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
    return values;
  }

  /** Unsigned bytes, each equally likely. */
  public static byte[] bytes(long seed, int size) {
    byte[] values = new byte[size];
    new Random(seed).nextBytes(values);
    return values;
  }

  /** Every byte taken as a train id below C; every fifth pixel is ignored. */
  public static byte[] labels(long seed, int size, int classes) {
    Random random = new Random(seed);
    byte[] values = new byte[size];
    for (int i = 0; i < size; i++) {
      values[i] = (byte) (i % 5 == 2 ? 255 : random.nextInt(classes));
    }
    return values;
  }

  /** A constant of the given shape. */
  public static Operand<TFloat32> constant(Ops tf, Shape shape, float[] values) {
    return tf.reshape(tf.constant(values), tf.constant(shape.asArray()));
  }

  /** Evaluates a float tensor that needs no feeds. */
  public static float[] fetch(Session session, Operand<TFloat32> operand) {
    try (Result result = session.runner().fetch(operand).run()) {
      return Tensors.array((TFloat32) result.get(0));
    }
  }

  /**
   * Random values for a network: He normal kernels; scales and shifts near 1, so that fewer ReLUs
   * sit at their kink; on a block's last layer 0.3 and 0, so that depth does not amplify; running
   * variances in [0.5, 1.5).
   */
  public static void initialise(Session session, Variables variables, long seed) {
    variables.assign(session, networkValues(variables, seed));
    Sgd.reset(session, variables);
  }

  private static Map<String, float[]> networkValues(Variables variables, long seed) {
    Map<String, float[]> values = new LinkedHashMap<>();
    for (Variable variable : variables.all()) {
      String name = variable.name();
      long own = seed + name.hashCode();
      Shape shape = variable.shape();
      if (shape.numDimensions() == 4) {
        double fanIn = shape.get(0) * shape.get(1) * shape.get(2);
        values.put(name, normal(own, shape, Math.sqrt(2 / fanIn)));
      } else if (name.endsWith("running_var")) {
        values.put(name, shifted(uniform(own, shape), 0.5f));
      } else if (name.endsWith("weight")) {
        values.put(name, shifted(normal(own, shape, 0.05), name.contains("bn3") ? 0.3f : 1f));
      } else if (name.endsWith("bias") && !name.startsWith("layer5.")) {
        values.put(name, shifted(normal(own, shape, 0.1), name.contains("bn3") ? 0f : 1f));
      } else if (variable.role() != Variables.Role.MOMENTUM) {
        values.put(name, normal(own, shape, 0.1));
      }
    }
    return values;
  }

  private static float[] uniform(long seed, Shape shape) {
    Random random = new Random(seed);
    float[] values = new float[Math.toIntExact(shape.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    return values;
  }

  private static float[] shifted(float[] values, float by) {
    for (int i = 0; i < values.length; i++) {
      values[i] += by;
    }
    return values;
  }
}
