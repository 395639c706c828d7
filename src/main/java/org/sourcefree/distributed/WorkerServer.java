package org.sourcefree.distributed;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.sourcefree.InvalidInputException;
import org.sourcefree.graph.Compute;
import org.sourcefree.graph.SessionTarget;
import org.tensorflow.Server;
import org.tensorflow.proto.ClusterDef;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.JobDef;
import org.tensorflow.proto.ServerDef;

/** This worker's server of TensorFlow's distributed runtime; it lives as long as the process. */
final class WorkerServer {
  private static final String JOB = "worker";
  private static final String LEADER = "/job:worker/replica:0/task:0";

  private WorkerServer() {}

  /**
   * Starts the server.
   *
   * @param compute says which devices it has
   * @throws InvalidInputException if its address is none of this machine, or taken
   */
  static SessionTarget start(Cluster cluster, Compute compute) {
    requireFree(cluster);
    JobDef.Builder job = JobDef.newBuilder().setName(JOB);
    for (int i = 0; i < cluster.size(); i++) {
      job.putTasks(i, cluster.addresses().get(i));
    }
    ConfigProto.Builder config = compute.session().toBuilder();
    // Tensors that are summed go as one piece each, not in pieces of 4 KiB.
    config.getExperimentalBuilder().setCollectiveGroupLeader(LEADER).setRecvBufMaxChunk(-1);
    ServerDef definition =
        ServerDef.newBuilder()
            .setCluster(ClusterDef.newBuilder().addJob(job))
            .setJobName(JOB)
            .setTaskIndex(cluster.index())
            .setProtocol("grpc")
            .setDefaultSessionConfig(config)
            .build();
    // Never closed: TensorFlow's servers cannot be shut down.
    new Server(definition).start();
    return new SessionTarget(
        target(cluster, cluster.index()), "/job:worker/task:" + cluster.index(), LEADER);
  }

  /** Where a worker's sessions are opened. */
  static String target(Cluster cluster, int worker) {
    return "grpc://" + cluster.addresses().get(worker);
  }

  private static void requireFree(Cluster cluster) {
    String own =
        "%s: %s is this process".formatted(Cluster.VARIABLE, cluster.named(cluster.index()));
    InetSocketAddress address = new InetSocketAddress(cluster.host(), cluster.port());
    if (address.isUnresolved()) {
      throw new InvalidInputException(own + ", but no machine has that name");
    }
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(address);
    } catch (IOException e) {
      throw new InvalidInputException(
          "%s, but the address is taken or not this machine's: %s".formatted(own, e.getMessage()),
          e);
    }
  }
}
