package org.sourcefree.testing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/** Damage to a SavedModel's graph that leaves the file in its form. */
public final class MutatedGraph {
  private static final long[] NUMBERS = {0, -1, 1, 7, 1L << 31, 1L << 40, Long.MAX_VALUE};

  private MutatedGraph() {}

  /** Another operation, input, attribute or shape in one to three nodes, or a node less. */
  public static byte[] of(byte[] savedModel, SplittableRandom random) throws IOException {
    SavedModel.Builder model = SavedModel.parseFrom(savedModel).toBuilder();
    GraphDef.Builder graph = model.getMetaGraphsBuilder(0).getGraphDefBuilder();
    for (int i = random.nextInt(3); i >= 0; i--) {
      int at = random.nextInt(graph.getNodeCount());
      NodeDef other = graph.getNode(random.nextInt(graph.getNodeCount()));
      NodeDef.Builder node = graph.getNodeBuilder(at);
      switch (random.nextInt(7)) {
        case 0 -> node.setOp(other.getOp());
        case 1 -> node.addInput(other.getName());
        case 2 -> {
          if (node.getInputCount() > 0) {
            node.setInput(random.nextInt(node.getInputCount()), other.getName() + ":3");
          }
        }
        case 3 -> node.clearInput();
        case 4 -> graph.removeNode(at);
        default -> changeAttribute(node, random);
      }
    }
    return model.build().toByteArray();
  }

  private static void changeAttribute(NodeDef.Builder node, SplittableRandom random) {
    List<String> names = new ArrayList<>(node.getAttrMap().keySet());
    if (names.isEmpty()) {
      return;
    }
    String name = names.get(random.nextInt(names.size()));
    long number = NUMBERS[random.nextInt(NUMBERS.length)];
    AttrValue.Builder value = node.getAttrOrThrow(name).toBuilder();
    switch (value.getValueCase()) {
      case I -> value.setI(number);
      case F -> value.setF((float) number);
      case TYPE -> value.setType(DataType.forNumber(1 + random.nextInt(23)));
      case SHAPE -> value.setShape(shape(number, random));
      case TENSOR -> {
        TensorProto.Builder tensor = value.getTensor().toBuilder();
        if (random.nextBoolean()) {
          tensor.setTensorShape(shape(number, random));
        } else {
          tensor.clearTensorContent();
        }
        value.setTensor(tensor);
      }
      case LIST -> {
        if (value.getList().getICount() > 0) {
          value.getListBuilder().setI(random.nextInt(value.getList().getICount()), number);
        } else {
          value.clearList();
        }
      }
      default -> value.clear();
    }
    node.putAttr(name, value.build());
  }

  private static TensorShapeProto shape(long size, SplittableRandom random) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (int i = random.nextInt(5); i >= 0; i--) {
      shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(size));
    }
    return shape.build();
  }
}
