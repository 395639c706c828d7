package org.sourcefree.graph;

import java.nio.file.Path;
import org.tensorflow.Graph;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.proto.ConfigProto;

/** Sessions as every part of the product opens them. */
public final class Sessions {
  /** Weights of a network whose products are too small to be divided. */
  private static final long SMALL = 8_000_000;

  private Sessions() {}

  /** A session on all cores, and on the GPU when TensorFlow finds one. */
  public static Session open(Graph graph) {
    return open(graph, Compute.DEFAULT);
  }

  /** A session on what a config asks for. */
  public static Session open(Graph graph, Compute compute) {
    return open(graph, compute, compute.session());
  }

  /**
   * A session for a network of so many weights. TensorFlow multiplies small matrices on one core:
   * the operations of a small network keep the cores busy where two of them are computed at once.
   * What is computed is the same to the bit. A server has threads of its own.
   */
  public static Session open(Graph graph, Compute compute, long weights) {
    ConfigProto.Builder config = compute.session().toBuilder();
    if (weights < SMALL && compute.target().isEmpty()) {
      config.setInterOpParallelismThreads(2).setUsePerSessionThreads(true);
    }
    return open(graph, compute, config.build());
  }

  private static Session open(Graph graph, Compute compute, ConfigProto config) {
    return compute
        .target()
        .map(server -> TargetedSessions.open(graph, server.address(), config))
        .orElseGet(() -> new Session(graph, config));
  }

  /** A SavedModel with a session of its own, as TensorFlow Serving would load it. */
  public static SavedModelBundle load(Path savedModel) {
    return SavedModelBundle.load(savedModel.toString(), SavedModelBundle.DEFAULT_TAG);
  }
}
