package org.sourcefree.trust;

import static org.sourcefree.testing.Poison.node;
import static org.sourcefree.testing.Poison.text;

import com.google.protobuf.ByteString;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;

/** Nodes and attributes of which poisoned models are made. */
final class PoisonNodes {
  static final AttrValue FLOAT = type(DataType.DT_FLOAT);
  static final AttrValue STRING = type(DataType.DT_STRING);

  private PoisonNodes() {}

  static NodeDef with(NodeDef node, String key, AttrValue value) {
    return node.toBuilder().putAttr(key, value).build();
  }

  static AttrValue type(DataType type) {
    return AttrValue.newBuilder().setType(type).build();
  }

  static AttrValue words(String text) {
    return AttrValue.newBuilder().setS(ByteString.copyFromUtf8(text)).build();
  }

  static AttrValue types(AttrValue... types) {
    AttrValue.Builder list = AttrValue.newBuilder();
    for (AttrValue type : types) {
      list.getListBuilder().addType(type.getType());
    }
    return list.build();
  }

  static NodeDef floats(String name, String... after) {
    TensorProto.Builder one = TensorProto.newBuilder().setDtype(DataType.DT_FLOAT).addFloatVal(1);
    return constant(name, one, after);
  }

  static NodeDef truth(String name) {
    return constant(name, TensorProto.newBuilder().setDtype(DataType.DT_BOOL).addBoolVal(true));
  }

  static NodeDef number(String name) {
    return constant(name, TensorProto.newBuilder().setDtype(DataType.DT_INT32).addIntVal(0));
  }

  static NodeDef vector(String name, String text) {
    TensorProto.Builder one = TensorProto.newBuilder().setDtype(DataType.DT_STRING);
    one.addStringVal(ByteString.copyFromUtf8(text));
    one.getTensorShapeBuilder().addDimBuilder().setSize(1);
    return constant(name, one);
  }

  private static NodeDef constant(String name, TensorProto.Builder value, String... after) {
    NodeDef node = node(name, "Const", after);
    node = with(node, "dtype", type(value.getDtype()));
    return with(node, "value", AttrValue.newBuilder().setTensor(value).build());
  }
}
