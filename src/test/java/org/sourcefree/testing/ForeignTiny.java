package org.sourcefree.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sourcefree.data.OwnClasses;
import org.sourcefree.graph.Sessions;
import org.sourcefree.graph.Tensors;
import org.sourcefree.graph.Variables;
import org.sourcefree.model.NamedTensors;
import org.sourcefree.model.PretrainedModel;
import org.sourcefree.network.Preprocessing;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.op.nn.Conv2d;
import org.tensorflow.op.nn.FusedBatchNorm;
import org.tensorflow.types.TFloat32;

/** The tiny network as another program would write it: plain operations, other names. */
public final class ForeignTiny {
  private static final int[] STRIDES = {1, 2, 1, 1};
  private static final int[] DILATIONS = {1, 1, 2, 4};

  private final Ops tf;
  private final Weights kind;
  private final Variables resources;
  private final Map<String, float[]> values = new LinkedHashMap<>();
  private final List<Op> assignments = new ArrayList<>();

  /** What holds the weights. */
  public enum Weights {
    RESOURCE,
    REFERENCE,
    FROZEN
  }

  private ForeignTiny(Ops tf, Weights kind) {
    this.tf = tf;
    this.kind = kind;
    this.resources = new Variables(tf);
  }

  /** The foreign name of one of our variables. */
  public static String foreign(String name) {
    return (name.startsWith("layer5") ? "head." : "body.") + "x_" + name;
  }

  /** Writes the SavedModel; its input is {@code image:0} and its logits {@code logits:0}. */
  public static void write(Path folder, Weights kind) throws IOException {
    try (Graph graph = new Graph();
        Session session = Sessions.open(graph)) {
      Ops tf = Ops.create(graph);
      ForeignTiny tiny = new ForeignTiny(tf, kind);
      Placeholder<TFloat32> image =
          tf.withName("image")
              .placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, -1, -1, 3)));
      Operand<TFloat32> logits = tf.withName("logits").identity(tiny.network(image));
      Signature signature =
          Signature.builder().input("image", image).output("logits", logits).build();
      if (kind == Weights.RESOURCE) {
        tiny.resources.addSaver();
        tiny.resources.assign(session, tiny.values);
      }
      Session.Runner runner = session.runner();
      tiny.assignments.forEach(runner::addTarget);
      if (!tiny.assignments.isEmpty()) {
        runner.run().close();
      }
      SavedModelBundle.exporter(folder.toString())
          .withSession(session)
          .withSignature(signature)
          .export();
    }
  }

  private Operand<TFloat32> network(Operand<TFloat32> image) {
    int planes = 8;
    Operand<TFloat32> x = norm(conv(padded(image, 3, 3), "conv1", 7, planes, 2, 1, "VALID"), "bn1");
    x =
        tf.nn.maxPool(
            padded(tf.nn.relu(x), 1, 2),
            tf.constant(new int[] {1, 3, 3, 1}),
            tf.constant(new int[] {1, 2, 2, 1}),
            "VALID");
    for (int stage = 0; stage < 4; stage++) {
      for (int block = 0; block < TinyNetwork.SETTINGS.stages().get(stage); block++) {
        String name = "layer%d.%d".formatted(stage + 1, block);
        x = block(x, name, planes << stage, block == 0 ? STRIDES[stage] : 0, DILATIONS[stage]);
      }
    }
    List<Operand<TFloat32>> branches = new ArrayList<>();
    List<Integer> rates = TinyNetwork.SETTINGS.atrousRates();
    for (int i = 0; i < rates.size(); i++) {
      String name = "layer5.conv2d_list." + i;
      Operand<TFloat32> y = conv(x, name, 3, TinyNetwork.CLASSES, 1, rates.get(i), "SAME");
      branches.add(tf.nn.biasAdd(y, weight(name + ".bias", Shape.of(TinyNetwork.CLASSES))));
    }
    return tf.math.addN(branches);
  }

  private Operand<TFloat32> block(
      Operand<TFloat32> x, String name, int planes, int stride, int dilation) {
    int first = Math.max(stride, 1);
    Operand<TFloat32> y = conv(x, name + ".conv1", 1, planes, first, 1, "VALID");
    y = tf.nn.relu(norm(y, name + ".bn1"));
    y = conv(y, name + ".conv2", 3, planes, 1, dilation, "SAME");
    y = tf.nn.relu(norm(y, name + ".bn2"));
    y = norm(conv(y, name + ".conv3", 1, 4L * planes, 1, 1, "VALID"), name + ".bn3");
    Operand<TFloat32> shortcut = x;
    if (stride > 0) {
      shortcut = conv(x, name + ".downsample.0", 1, 4L * planes, stride, 1, "VALID");
      shortcut = norm(shortcut, name + ".downsample.1");
    }
    return tf.nn.relu(tf.math.add(y, shortcut));
  }

  private Operand<TFloat32> conv(
      Operand<TFloat32> x, String name, int size, long out, long s, long d, String padding) {
    Operand<TFloat32> kernel =
        weight(name + ".weight", Shape.of(size, size, x.shape().get(3), out));
    return tf.nn.conv2d(
        x, kernel, List.of(1L, s, s, 1L), padding, Conv2d.dilations(List.of(1L, d, d, 1L)));
  }

  private Operand<TFloat32> norm(Operand<TFloat32> x, String name) {
    Shape shape = Shape.of(x.shape().get(3));
    return tf.nn
        .fusedBatchNorm(
            x,
            weight(name + ".weight", shape),
            weight(name + ".bias", shape),
            weight(name + ".running_mean", shape),
            weight(name + ".running_var", shape),
            FusedBatchNorm.epsilon(1e-5f),
            FusedBatchNorm.isTraining(false))
        .y();
  }

  private Operand<TFloat32> weight(String name, Shape shape) {
    float[] golden = TinyNetwork.weights("network/weights/" + name + ".npy");
    values.put(foreign(name), golden);
    if (kind == Weights.RESOURCE) {
      return resources.get(foreign(name), shape).value();
    }
    try (TFloat32 tensor = Tensors.floats(shape, golden)) {
      if (kind == Weights.FROZEN) {
        return tf.identity(tf.withName(foreign(name)).constantOf(tensor));
      }
      Variable<TFloat32> variable = tf.withName(foreign(name)).variable(shape, TFloat32.class);
      assignments.add(tf.assign(variable, tf.constantOf(tensor)));
      return variable;
    }
  }

  private Operand<TFloat32> padded(Operand<TFloat32> x, int before, int after) {
    int[][] padding = {{0, 0}, {before, after}, {before, after}, {0, 0}};
    return tf.pad(x, tf.constant(padding), tf.constant(0f));
  }

  /** How a config names the graph written to a folder. */
  public static PretrainedModel named(Path folder) {
    return new PretrainedModel(
        folder,
        Optional.of(new NamedTensors("image:0", "logits:0", List.of())),
        Optional.empty(),
        Optional.empty(),
        Optional.of(new OwnClasses(List.of("a", "b", "c", "d", "e"), Optional.empty())),
        Optional.of(Preprocessing.CAFFE));
  }
}
