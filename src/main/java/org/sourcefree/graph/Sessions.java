package org.sourcefree.graph;

import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GPUOptions;

/** Sessions as every part of the product opens them. */
public final class Sessions {
  private Sessions() {}

  /**
   * A session on all cores, and on the GPU when TensorFlow finds one; GPU memory grows as needed.
   */
  public static Session open(Graph graph) {
    ConfigProto config =
        ConfigProto.newBuilder()
            .setGpuOptions(GPUOptions.newBuilder().setAllowGrowth(true))
            .setInterOpParallelismThreads(1)
            .build();
    return new Session(graph, config);
  }
}
