package org.sourcefree.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.sourcefree.distributed.Cluster;
import org.sourcefree.graph.Compute;
import org.sourcefree.graph.Variables;
import org.sourcefree.model.ModelSession;
import org.sourcefree.trust.Models;

/** Processes that are the workers of one cluster, and what they leave. */
final class ChildWorkers {
  private ChildWorkers() {}

  /**
   * A process for each command.
   *
   * @param folder where their output goes
   */
  static List<Child> start(Path folder, List<List<String>> commands) throws IOException {
    List<String> addresses = new ArrayList<>();
    for (int i = 0; i < commands.size(); i++) {
      addresses.add(address());
    }
    List<Child> children = new ArrayList<>();
    for (int i = 0; i < commands.size(); i++) {
      children.add(
          Child.start(
              Files.createTempFile(folder, "worker", ".txt"),
              List.of("env", "TF_CPP_MIN_LOG_LEVEL=3", variable(addresses, i)),
              commands.get(i)));
    }
    return children;
  }

  /** TF_CONFIG, set. */
  static String variable(List<String> addresses, int index) {
    return Cluster.VARIABLE + "=" + Cluster.text(addresses, index);
  }

  private static String address() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return "127.0.0.1:" + socket.getLocalPort();
    }
  }

  /** Checks that all weights of two runs' networks agree to 1e-5 of each array's largest. */
  static void requireSameWeights(Path one, Path other) {
    assertThat(differenceOfWeights(one, other)).isLessThanOrEqualTo(1e-5);
  }

  /** The largest difference of a weight of two runs' networks, as a part of its array's largest. */
  static double differenceOfWeights(Path one, Path other) {
    Map<String, float[]> expected = weights(one);
    Map<String, float[]> found = weights(other);
    assertThat(found.keySet()).isEqualTo(expected.keySet()).isNotEmpty();
    double most = 0;
    for (Map.Entry<String, float[]> entry : expected.entrySet()) {
      double largest = 0;
      double difference = 0;
      for (int i = 0; i < entry.getValue().length; i++) {
        float got = found.get(entry.getKey())[i];
        assertThat(got).as(entry.getKey()).isFinite();
        largest = Math.max(largest, Math.abs(entry.getValue()[i]));
        difference = Math.max(difference, Math.abs(got - entry.getValue()[i]));
      }
      most = Math.max(most, difference == 0 ? 0 : difference / largest);
    }
    return most;
  }

  private static Map<String, float[]> weights(Path run) {
    try (ModelSession model =
        new Models().open(run.resolve("saved_model")).session(Compute.DEFAULT)) {
      return Variables.read(model.session(), model.weights());
    }
  }
}
