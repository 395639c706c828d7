package org.sourcefree.testing;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NameAttrList;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef.ArgDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorProto;

/** Nodes and functions to put into SavedModels, and SavedModels with them. */
public final class Poison {
  private static final String FILE = "saved_model.pb";

  private Poison() {}

  /** Changes the first graph of a SavedModel's folder. */
  public static void into(Path folder, Consumer<MetaGraphDef.Builder> change) {
    try {
      SavedModel.Builder model =
          SavedModel.parseFrom(Files.readAllBytes(folder.resolve(FILE))).toBuilder();
      change.accept(model.getMetaGraphsBuilder(0));
      Files.write(folder.resolve(FILE), model.build().toByteArray());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** A node by its operation; its inputs are tensors' names. */
  public static NodeDef node(String name, String operation, String... inputs) {
    return NodeDef.newBuilder()
        .setName(name)
        .setOp(operation)
        .addAllInput(java.util.List.of(inputs))
        .build();
  }

  /** A scalar text. */
  public static NodeDef text(String name, String value) {
    TensorProto tensor =
        TensorProto.newBuilder()
            .setDtype(DataType.DT_STRING)
            .addStringVal(ByteString.copyFromUtf8(value))
            .build();
    return NodeDef.newBuilder()
        .setName(name)
        .setOp("Const")
        .putAttr("dtype", AttrValue.newBuilder().setType(DataType.DT_STRING).build())
        .putAttr("value", AttrValue.newBuilder().setTensor(tensor).build())
        .build();
  }

  /** A call of a function. */
  public static NodeDef call(String name, String function, String... inputs) {
    return NodeDef.newBuilder(node(name, "StatefulPartitionedCall", inputs))
        .putAttr(
            "f",
            AttrValue.newBuilder().setFunc(NameAttrList.newBuilder().setName(function)).build())
        .build();
  }

  /** A function of one text. */
  public static FunctionDef function(String name, String argument, NodeDef... nodes) {
    FunctionDef.Builder function = FunctionDef.newBuilder();
    function
        .getSignatureBuilder()
        .setName(name)
        .addInputArg(ArgDef.newBuilder().setName(argument).setType(DataType.DT_STRING));
    return function.addAllNodeDef(java.util.List.of(nodes)).build();
  }

  /** A tensor that a signature gives out. */
  public static TensorInfo tensor(String name) {
    return TensorInfo.newBuilder().setName(name).setDtype(DataType.DT_FLOAT).build();
  }
}
