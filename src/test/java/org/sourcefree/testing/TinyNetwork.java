package org.sourcefree.testing;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sourcefree.data.ClassSet;
import org.sourcefree.graph.Tensors;
import org.sourcefree.graph.Variables;
import org.sourcefree.model.ModelSession;
import org.sourcefree.network.BatchNorm;
import org.sourcefree.network.Model;
import org.sourcefree.network.Preprocessing;
import org.sourcefree.network.deeplab.DeepLabV2;
import org.sourcefree.optimizer.Sgd;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/** The network of golden/network: stages [1, 2, 2, 1], an eighth of the width, 5 classes. */
public final class TinyNetwork {
  public static final int CLASSES = 5;
  public static final DeepLabV2 SETTINGS =
      new DeepLabV2(List.of(1, 2, 2, 1), 0.125, List.of(6, 12, 18, 24));

  public static final Model MODEL =
      new Model(
          SETTINGS,
          new ClassSet(List.of("a", "b", "c", "d", "e"), List.of(0, 1, 2, 3, 4)),
          Preprocessing.CAFFE);

  /** Batch norm as the methods' configs train with it. */
  public static final BatchNorm BATCH_STATISTICS =
      new BatchNorm(
          BatchNorm.Statistics.BATCH,
          BatchNorm.ScaleAndShift.FROZEN,
          0.1,
          false,
          Optional.empty(),
          Optional.empty());

  private TinyNetwork() {}

  /** Gives every variable its golden value. */
  public static void load(Session session, Variables variables) {
    Map<String, float[]> values = new HashMap<>();
    for (Variables.Variable variable : variables.all()) {
      if (variable.role() != Variables.Role.MOMENTUM) {
        values.put(variable.name(), weights("network/weights/" + variable.name() + ".npy"));
      }
    }
    variables.assign(session, values);
    Sgd.reset(session, variables);
  }

  /** A golden array as TensorFlow lays weights out. */
  public static float[] weights(String name) {
    Npy npy = Npy.read("golden/" + name);
    return Layouts.hwio(npy.floats(), npy.shape());
  }

  /** A golden NCHW array as an NHWC tensor. */
  public static TFloat32 images(String name) {
    Npy npy = Npy.read("golden/" + name);
    long[] s = npy.shape();
    return Tensors.floats(Shape.of(s[0], s[2], s[3], s[1]), Layouts.nhwc(npy.floats(), s));
  }

  /** Saves the model with its golden weights. */
  public static Path goldenIn(Path folder) {
    try (ModelSession session = new ModelSession(MODEL)) {
      load(session.session(), session.variables());
      session.export(folder);
    }
    return folder;
  }

  /** Saves the model with random weights. */
  public static Path savedIn(Path folder) {
    try (ModelSession session = new ModelSession(MODEL)) {
      session.initialise(1);
      session.export(folder);
    }
    return folder;
  }
}
