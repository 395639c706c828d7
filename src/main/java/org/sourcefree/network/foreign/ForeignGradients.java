package org.sourcefree.network.foreign;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.sourcefree.InvalidInputException;
import org.sourcefree.graph.GraphNodes;
import org.sourcefree.graph.GraphNodes.TensorName;
import org.sourcefree.graph.Variables;
import org.sourcefree.graph.Variables.Variable;
import org.sourcefree.network.BatchNormLayers;
import org.sourcefree.network.Normalisation;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.types.TFloat32;

/** Where the gradient of a foreign network's logits leads, and whether it is there and right. */
final class ForeignGradients {
  private static final String REFUSED = "the graph must have right gradients to be trained, ";
  private static final Set<String> ENDS =
      Set.of("Shape", "ShapeN", "Size", "Rank", "ArgMax", "StopGradient", "ZerosLike", "OnesLike");

  private final List<NodeDef> nodes;
  private final String logits;
  private final Set<String> reached = new HashSet<>();

  /**
   * Follows the gradient.
   *
   * @param nodes each after those it reads
   * @param logits name of the tensor of class scores
   */
  ForeignGradients(List<NodeDef> nodes, String logits) {
    this.nodes = nodes;
    this.logits = logits;
    reached.add(TensorName.parse(logits).node());
    for (int i = nodes.size() - 1; i >= 0; i--) {
      NodeDef node = nodes.get(i);
      if (reached.contains(node.getName()) && !ENDS.contains(node.getOp())) {
        GraphNodes.inputs(node).forEach(input -> reached.add(input.node()));
      }
    }
  }

  /** Whether a path leads from the logits back to a node on which no gradient is stopped. */
  boolean reaches(String node) {
    return reached.contains(node);
  }

  /** Builds a network up to its class scores. */
  interface Builder {
    /** Builds it on preprocessed images, [N, H, W, 3]. */
    Operand<TFloat32> logits(
        Ops tf, Variables variables, Operand<TFloat32> inputs, BatchNormLayers batchNorm);
  }

  /**
   * Checks that right gradients lead from the logits to all that may be trained.
   *
   * @param trained whether the variable of a name may be
   * @throws InvalidInputException naming the node where none does
   */
  void requireRight(Predicate<String> trained, Builder network) {
    Set<String> moving = new HashSet<>();
    for (NodeDef node : nodes) {
      if (trained.test(node.getName())) {
        moving.add(node.getName());
      } else if (reaches(node.getName())
          && !ENDS.contains(node.getOp())
          && GraphNodes.inputs(node).stream().anyMatch(input -> moving.contains(input.node()))) {
        moving.add(node.getName());
        Optional<String> reason = GradientLimits.ofTraining(node);
        if (reason.isPresent()) {
          throw refused("the node %s %s".formatted(node.getName(), reason.get()));
        }
      }
    }
    if (moving.isEmpty()) {
      throw new InvalidInputException(
          "the graph must hold kernels or biases to be trained, found none before " + logits);
    }
    requireBuilt(trained, network);
  }

  /** Has TensorFlow build the gradients in a graph that is thrown away. */
  private static void requireBuilt(Predicate<String> isTrained, Builder network) {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Variables variables = new Variables(tf);
      Operand<TFloat32> inputs =
          tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, -1, -1, 3)));
      Operand<TFloat32> logits =
          network.logits(
              tf, variables, inputs, new BatchNormLayers(tf, variables, Normalisation.running(tf)));
      List<Variable> trained =
          variables.all().stream().filter(variable -> isTrained.test(variable.name())).toList();
      Output<?>[] values =
          trained.stream().map(variable -> variable.value().asOutput()).toArray(Output<?>[]::new);
      Output<?>[] gradients = graph.addGradients(logits.asOutput(), values);
      for (int i = 0; i < gradients.length; i++) {
        if (isNone(gradients[i])) {
          throw refused("none leads to " + trained.get(i).name());
        }
      }
    } catch (InvalidInputException e) {
      throw e;
    } catch (RuntimeException e) {
      // Some of TensorFlow's exceptions are IllegalArgumentException and its like.
      String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new InvalidInputException(REFUSED + reason, e);
    }
  }

  /** TensorFlow Java gives an output of no operation for no gradient; any use of it fails. */
  private static boolean isNone(Output<?> gradient) {
    try {
      return gradient.op().name().isEmpty();
    } catch (IllegalStateException e) {
      return true;
    }
  }

  private static InvalidInputException refused(String reason) {
    return new InvalidInputException(REFUSED + reason);
  }
}
