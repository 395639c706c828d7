package org.sourcefree.network.foreign;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sourcefree.InvalidInputException;
import org.sourcefree.graph.DilatedConvolution;
import org.sourcefree.graph.GraphNodes;
import org.sourcefree.graph.GraphNodes.TensorName;
import org.sourcefree.graph.Variables;
import org.sourcefree.graph.Variables.Variable;
import org.sourcefree.network.Architecture;
import org.sourcefree.network.BatchNorm;
import org.sourcefree.network.BatchNorm.ScaleAndShift;
import org.sourcefree.network.BatchNormLayers;
import org.sourcefree.network.Network;
import org.sourcefree.network.Normalisation;
import org.tensorflow.Operand;
import org.tensorflow.Operation;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorShapeProto;
import org.tensorflow.types.TFloat32;

/**
 * A network that another program wrote, as a flat graph. It is built node by node on our own
 * variables; dilated convolutions get the right gradient and batch norm our settings. Its features
 * are its logits.
 *
 * @param graph nodes, each after those it reads; a weight is a VariableV2 with its shape, the
 *     preprocessed input the Placeholder named {@link #INPUT}
 * @param logits the tensor of class scores, [N, h, w, C]
 * @param head prefixes of the names of the head's variables; may be empty
 */
public record ForeignNetwork(GraphDef graph, String logits, List<String> head)
    implements Architecture {
  /** Name of the node that stands for the preprocessed input. */
  public static final String INPUT = "sourcefree_input";

  /**
   * Checks every node.
   *
   * @throws InvalidInputException naming the first that cannot be rebuilt
   */
  public ForeignNetwork {
    head = List.copyOf(head);
    Rebuilding.require(graph);
  }

  @Override
  public Network build(
      Ops tf,
      Variables variables,
      Operand<TFloat32> inputs,
      int classes,
      Normalisation normalisation) {
    BatchNormLayers batchNorm = new BatchNormLayers(tf, variables, normalisation);
    Operand<TFloat32> scores = logits(tf, variables, inputs, batchNorm);
    if (scores.shape().get(3) != classes) {
      throw notScores(scores.shape(), "%d] for %d classes".formatted(classes, classes));
    }
    return new Network(scores, scores, batchNorm.updates());
  }

  /** Builds the network up to its class scores. */
  Operand<TFloat32> logits(
      Ops tf, Variables variables, Operand<TFloat32> inputs, BatchNormLayers batchNorm) {
    Map<TensorName, Output<?>> tensors = new HashMap<>();
    Roles roles = roles();
    for (NodeDef node : graph.getNodeList()) {
      List<Output<?>> read = new ArrayList<>();
      for (TensorName name : GraphNodes.inputs(node)) {
        Output<?> tensor = tensors.get(name);
        if (tensor == null) {
          throw new InvalidInputException(
              "%s reads %s, which is lost here".formatted(node.getName(), name));
        }
        read.add(tensor);
      }
      try {
        List<Output<?>> outputs =
            switch (node.getOp()) {
              case "Placeholder" -> List.of(inputs.asOutput());
              case "VariableV2" -> List.of(variable(variables, roles, node).value().asOutput());
              case "Conv2D" -> List.of(convolution(tf, node, read));
              case "FusedBatchNorm", "FusedBatchNormV2", "FusedBatchNormV3" ->
                  List.of(normalised(batchNorm, variables, roles, node, read));
              default -> replayed(tf, node, read);
            };
        for (int i = 0; i < outputs.size(); i++) {
          tensors.put(new TensorName(node.getName(), i), outputs.get(i));
        }
      } catch (InvalidInputException e) {
        throw e;
      } catch (RuntimeException e) {
        throw new InvalidInputException(
            "the node %s does not fit: %s".formatted(node.getName(), firstLine(e)), e);
      }
    }
    return scores(tensors);
  }

  @Override
  public boolean isTrained(String name, ScaleAndShift scaleAndShift) {
    return roles()
        .of(name)
        .filter(role -> gradients().reaches(name))
        .filter(
            role ->
                switch (role) {
                  case KERNEL, BIAS -> true;
                  case SCALE, SHIFT -> scaleAndShift == ScaleAndShift.ALL;
                  case MEAN, VARIANCE -> false;
                })
        .isPresent();
  }

  /** Weights that no training changes: of no known use, or behind a stopped gradient. */
  public List<String> frozen() {
    Roles roles = roles();
    ForeignGradients gradients = gradients();
    return graph.getNodeList().stream()
        .filter(node -> node.getOp().equals("VariableV2"))
        .map(NodeDef::getName)
        .filter(
            name ->
                roles
                    .of(name)
                    .map(role -> !role.isAverage() && !gradients.reaches(name))
                    .orElse(true))
        .toList();
  }

  @Override
  public boolean isHead(String name) {
    return head.stream().anyMatch(name::startsWith);
  }

  @Override
  public void requireTrainable(BatchNorm batchNorm) {
    if (batchNorm.scaleAndShift() == ScaleAndShift.SHORTCUT) {
      throw new InvalidInputException(
          "batch_norm.scale_and_shift must be frozen or all for a graph of other origin, got shortcut");
    }
    requireTrainable();
  }

  /**
   * Checks that right gradients lead from the logits to all that may be trained.
   *
   * @throws InvalidInputException naming the node where none does
   */
  public void requireTrainable() {
    gradients().requireRight(name -> isTrained(name, ScaleAndShift.ALL), this::logits);
  }

  @Override
  public String toString() {
    return "a graph of %d nodes to %s".formatted(graph.getNodeCount(), logits);
  }

  private Roles roles() {
    return new Roles(new GraphNodes(graph), graph.getNodeList());
  }

  private ForeignGradients gradients() {
    return new ForeignGradients(graph.getNodeList(), logits);
  }

  private static Output<?> convolution(Ops tf, NodeDef node, List<Output<?>> read) {
    if (GradientLimits.isDilated(node) && GradientLimits.ofTraining(node).isEmpty()) {
      int dilation = GraphNodes.numbers(node, "dilations").get(1).intValue();
      Operand<TFloat32> x = read.get(0).expect(TFloat32.class);
      return DilatedConvolution.build(tf, x, read.get(1).expect(TFloat32.class), dilation)
          .asOutput();
    }
    return replayed(tf, node, read).get(0);
  }

  private static Output<?> normalised(
      BatchNormLayers layers,
      Variables variables,
      Roles roles,
      NodeDef node,
      List<Output<?>> read) {
    List<Variable> weights =
        GraphNodes.inputs(node).subList(1, 5).stream()
            .map(input -> variable(variables, roles, roles.leaf(input).orElseThrow()))
            .toList();
    float epsilon = node.containsAttr("epsilon") ? node.getAttrOrThrow("epsilon").getF() : 1e-4f;
    return layers
        .layer(
            read.get(0).expect(TFloat32.class),
            new BatchNormLayers.Weights(
                weights.get(0), weights.get(1), weights.get(2), weights.get(3)),
            epsilon)
        .asOutput();
  }

  private static Variable variable(Variables variables, Roles roles, NodeDef node) {
    TensorShapeProto shape = node.getAttrOrThrow("shape").getShape();
    long[] sizes = shape.getDimList().stream().mapToLong(TensorShapeProto.Dim::getSize).toArray();
    boolean average = roles.of(node.getName()).filter(Roles.Role::isAverage).isPresent();
    return variables.get(
        node.getName(), Shape.of(sizes), average ? Variables.Role.AVERAGE : Variables.Role.WEIGHT);
  }

  private static List<Output<?>> replayed(Ops tf, NodeDef node, List<Output<?>> read) {
    if (node.getOp().equals("LogSoftmax") && read.get(0).shape().numDimensions() != 2) {
      throw new IllegalArgumentException("LogSoftmax has a wrong gradient above rank 2");
    }
    Operation operation = Replay.build(tf.scope(), node, read);
    List<Output<?>> outputs = new ArrayList<>();
    for (int i = 0; i < operation.numOutputs(); i++) {
      outputs.add(operation.output(i));
    }
    return outputs;
  }

  private Operand<TFloat32> scores(Map<TensorName, Output<?>> tensors) {
    Output<?> found = tensors.get(TensorName.parse(logits));
    if (found == null || found.type() != TFloat32.class || found.shape().numDimensions() != 4) {
      throw notScores(found == null ? Shape.unknown() : found.shape(), "C]");
    }
    return found.expect(TFloat32.class);
  }

  private InvalidInputException notScores(Shape shape, String wanted) {
    return new InvalidInputException(
        "model.graph.logits must be float32 [N, h, w, %s, got %s of shape %s"
            .formatted(wanted, logits, shape));
  }

  private static String firstLine(RuntimeException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
