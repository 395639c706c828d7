package org.sourcefree.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sourcefree.graph.Variables;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.types.TFloat32;

/** In the graph, as running it may end in the right order by chance. */
class UpdateOrderTest {
  private static final Set<String> UPDATES =
      Set.of("ResourceApplyMomentum", "ResourceApplyAdam", "AssignVariableOp");

  static Stream<Optimizer> optimizers() {
    return Stream.of(
        new Sgd(0.9, 0.1, 1, Double.POSITIVE_INFINITY),
        new Adam(0.9, 0.99, 1e-8),
        new DualAscent());
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void noUpdateBeginsBeforeAllGradientsAreThere(Optimizer optimizer) {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Variables variables = new Variables(tf);
      List<Parameter> parameters =
          Stream.of("a", "b")
              .map(name -> new Parameter(variables.get(name, Shape.of(1)), false))
              .toList();
      List<Operand<TFloat32>> gradients =
          List.of(tf.constant(new float[] {1}), tf.constant(new float[] {2}));
      Op before = tf.noOp();
      Op update =
          optimizer.apply(
              tf,
              variables,
              new Gradients(parameters, gradients),
              tf.constant(0.1f),
              List.of(before));
      Map<String, NodeDef> nodes =
          graph.toGraphDef().getNodeList().stream()
              .collect(Collectors.toMap(NodeDef::getName, Function.identity()));
      List<String> updates =
          reached(nodes, name(update)).stream()
              .filter(name -> UPDATES.contains(nodes.get(name).getOp()))
              .toList();
      assertThat(updates).hasSizeGreaterThanOrEqualTo(parameters.size());
      for (String each : updates) {
        assertThat(reached(nodes, each))
            .contains(name(gradients.get(0)), name(gradients.get(1)), name(before));
      }
    }
  }

  private static String name(Op operation) {
    return operation.op().name();
  }

  /** The nodes that one waits for, and itself. */
  private static Set<String> reached(Map<String, NodeDef> nodes, String from) {
    Set<String> seen = new HashSet<>();
    Deque<String> next = new ArrayDeque<>(List.of(from));
    while (!next.isEmpty()) {
      String name = next.pop();
      if (seen.add(name)) {
        NodeDef node = nodes.get(name);
        node.getInputList().forEach(input -> next.push(input.replaceAll("^\\^|:\\d+$", "")));
      }
    }
    return seen;
  }
}
