package org.sourcefree.distributed;

import java.time.Duration;
import java.util.Optional;
import org.sourcefree.graph.TargetedSessions;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.RunOptions;
import org.tensorflow.types.TInt32;

/** Another worker, asked over the network by a session in its server whether it has left. */
final class Peer {
  private static final String STATE = "sourcefree_state";
  private static final int WORKING = 1;
  private static final int LEFT = 2;

  /** Between two questions whether it has left. */
  private static final Duration PERIOD = Duration.ofMillis(100);

  /** What one that leaves may take to answer; one that is gone never does. */
  private static final Duration SHORT = Duration.ofSeconds(3);

  private static final int MOST_WAITS = 300;

  private final Graph graph = new Graph();
  private final Duration patience;
  private final Session session;
  private final Operand<TInt32> state;
  private volatile boolean left;

  Peer(Cluster cluster, int worker, Duration patience) {
    ConfigProto.Builder config =
        ConfigProto.newBuilder()
            .setOperationTimeoutInMs(patience.toMillis())
            .addDeviceFilters("/job:worker/task:" + worker);
    this.patience = patience;
    this.session =
        TargetedSessions.open(graph, WorkerServer.target(cluster, worker), config.build());
    Ops tf = Channel.onProcessor(graph);
    this.state = tf.readVariableOp(handle(tf), TInt32.class);
  }

  private static Operand<?> handle(Ops tf) {
    return tf.varHandleOp(TInt32.class, Shape.scalar(), VarHandleOp.sharedName(STATE)).resource();
  }

  /** What is wrong with it; empty if it answers. */
  Optional<String> fault() {
    return fault(patience);
  }

  private synchronized Optional<String> fault(Duration most) {
    RunOptions options = RunOptions.newBuilder().setTimeoutInMs(most.toMillis()).build();
    try (Result result = session.runner().setOptions(options).fetch(state).run()) {
      left = ((TInt32) result.get(0)).getInt() == LEFT;
      return Optional.empty();
    } catch (TensorFlowException e) {
      String reason = String.valueOf(e.getMessage());
      // It answers, but has not said yet that it works.
      return reason.contains("ninitialized") ? Optional.empty() : Optional.of(reason);
    }
  }

  /** Whether it has said that it leaves. */
  boolean hasLeft() {
    return left;
  }

  /** Waits until it has left or is gone, for a while. */
  void awaitLeaving() {
    for (int i = 0; i < MOST_WAITS; i++) {
      boolean gone = !left && fault(SHORT).isPresent();
      // It may be about to ask the same of this worker.
      pause();
      if (left || gone) {
        return;
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PERIOD.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What this worker tells its peers of itself. */
  static final class Leaving {
    private final Graph graph = new Graph();
    private final Session session;
    private final Op left;

    /** Tells that it works. */
    Leaving(Cluster cluster) {
      int own = cluster.index();
      ConfigProto.Builder config =
          ConfigProto.newBuilder().addDeviceFilters("/job:worker/task:" + own);
      session = TargetedSessions.open(graph, WorkerServer.target(cluster, own), config.build());
      Ops tf = Channel.onProcessor(graph);
      Operand<?> handle = handle(tf);
      left = tf.assignVariableOp(handle, tf.constant(LEFT));
      session.runner().addTarget(tf.assignVariableOp(handle, tf.constant(WORKING))).run().close();
    }

    /** Tells that it needs the others no longer. */
    void leave() {
      session.runner().addTarget(left).run().close();
    }
  }
}
