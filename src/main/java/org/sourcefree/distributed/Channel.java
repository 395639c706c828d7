package org.sourcefree.distributed;

import java.util.LinkedHashMap;
import java.util.Map;
import org.tensorflow.DeviceSpec;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TInt64;

/**
 * What workers tell each other between steps, by TensorFlow's collective operations alone. Every
 * call waits until all workers make the same.
 */
final class Channel {
  private static final int FIRST_KEY = 1;

  private final Session session;
  private final Ops tf;
  private final Collectives collectives;
  private final Map<Integer, Summed> sums = new LinkedHashMap<>();

  private record Summed(Placeholder<TInt64> own, Operand<TInt64> sum) {}

  /** A channel in a graph of this worker's session. */
  Channel(Graph graph, Session session, Cluster cluster) {
    this.session = session;
    this.tf = onProcessor(graph);
    this.collectives = Collectives.onProcessors(cluster.size(), FIRST_KEY);
  }

  /** Operations that no accelerator computes. */
  static Ops onProcessor(Graph graph) {
    DeviceSpec processor =
        DeviceSpec.newBuilder().deviceType(DeviceSpec.DeviceType.CPU).deviceIndex(0).build();
    return Ops.create(graph).withDevice(processor);
  }

  /** The sums of all workers' numbers, each at its place. */
  long[] sum(long[] own) {
    Summed summed = sums.computeIfAbsent(own.length, this::summed);
    try (TInt64 fed = TInt64.vectorOf(own);
        Result result = session.runner().feed(summed.own, fed).fetch(summed.sum).run()) {
      TInt64 total = (TInt64) result.get(0);
      long[] values = new long[own.length];
      total.asRawTensor().data().asLongs().read(values);
      return values;
    }
  }

  private Summed summed(int length) {
    Placeholder<TInt64> own =
        tf.placeholder(TInt64.class, Placeholder.shape(Shape.of((long) length)));
    return new Summed(own, collectives.sum(tf, own));
  }
}
