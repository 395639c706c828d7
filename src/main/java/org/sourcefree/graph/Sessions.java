package org.sourcefree.graph;

import java.nio.file.Path;
import org.tensorflow.Graph;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;

/** Sessions as every part of the product opens them. */
public final class Sessions {
  private Sessions() {}

  /** A session on all cores, and on the GPU when TensorFlow finds one. */
  public static Session open(Graph graph) {
    return open(graph, Compute.DEFAULT);
  }

  /** A session on what a config asks for. */
  public static Session open(Graph graph, Compute compute) {
    return compute
        .target()
        .map(server -> TargetedSessions.open(graph, server.address(), compute.session()))
        .orElseGet(() -> new Session(graph, compute.session()));
  }

  /** A SavedModel with a session of its own, as TensorFlow Serving would load it. */
  public static SavedModelBundle load(Path savedModel) {
    return SavedModelBundle.load(savedModel.toString(), SavedModelBundle.DEFAULT_TAG);
  }
}
