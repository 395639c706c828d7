package org.sourcefree.testing;

import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GraphOptions;
import org.tensorflow.proto.OptimizerOptions;
import org.tensorflow.proto.RewriterConfig;

/**
 * Sessions that compute graphs as they are built. TensorFlow's optimiser takes seconds for each
 * graph of a step, more than a few small steps take.
 */
public final class PlainSession {
  private static final ConfigProto PLAIN =
      ConfigProto.newBuilder()
          .setGraphOptions(
              GraphOptions.newBuilder()
                  .setRewriteOptions(RewriterConfig.newBuilder().setDisableMetaOptimizer(true))
                  .setOptimizerOptions(
                      OptimizerOptions.newBuilder().setOptLevel(OptimizerOptions.Level.L0)))
          .build();

  private PlainSession() {}

  /** For graphs that are compared with one another. */
  public static Session open(Graph graph) {
    return new Session(graph, PLAIN);
  }
}
