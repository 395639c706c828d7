package org.sourcefree.trust;

import static org.sourcefree.testing.Poison.call;
import static org.sourcefree.testing.Poison.function;
import static org.sourcefree.testing.Poison.node;
import static org.sourcefree.testing.Poison.tensor;
import static org.sourcefree.testing.Poison.text;

import java.util.List;
import org.tensorflow.proto.CollectionDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SaverDef;
import org.tensorflow.proto.SignatureDef;

/** The savers that TensorFlow's versions write into SavedModels, node by node. */
final class SaverForms {
  private SaverForms() {}

  /** A sharded saver of TensorFlow 1.15, as tf.compat.v1.saved_model writes it. */
  static MetaGraphDef.Builder ofTensorFlow1() {
    MetaGraphDef.Builder graph = MetaGraphDef.newBuilder();
    graph
        .getGraphDefBuilder()
        .addAllNode(
            List.of(
                node("v", "VarHandleOp"),
                node("v/Read/ReadVariableOp", "ReadVariableOp", "v"),
                text("save/filename/input", "model"),
                node("save/filename", "PlaceholderWithDefault", "save/filename/input"),
                node("save/Const", "PlaceholderWithDefault", "save/filename"),
                text("save/StringJoin/inputs_1", "_temp_0a1b2c3d4e5f60718293a4b5c6d7e8f9/part"),
                node("save/StringJoin", "StringJoin", "save/Const", "save/StringJoin/inputs_1"),
                node("save/num_shards", "Const"),
                node("save/ShardedFilename/shard", "Const", "^save/SaveV2/tensor_names"),
                node(
                    "save/ShardedFilename",
                    "ShardedFilename",
                    "save/StringJoin",
                    "save/ShardedFilename/shard",
                    "save/num_shards"),
                text("save/SaveV2/tensor_names", "v"),
                text("save/SaveV2/shape_and_slices", ""),
                node(
                    "save/SaveV2",
                    "SaveV2",
                    "save/ShardedFilename",
                    "save/SaveV2/tensor_names",
                    "save/SaveV2/shape_and_slices",
                    "v/Read/ReadVariableOp"),
                node("save/control_dependency", "Identity", "save/ShardedFilename", "^save/SaveV2"),
                node(
                    "save/MergeV2Checkpoints/checkpoint_prefixes",
                    "Pack",
                    "save/ShardedFilename",
                    "^save/control_dependency"),
                node(
                    "save/MergeV2Checkpoints",
                    "MergeV2Checkpoints",
                    "save/MergeV2Checkpoints/checkpoint_prefixes",
                    "save/Const"),
                node(
                    "save/Identity",
                    "Identity",
                    "save/Const",
                    "^save/MergeV2Checkpoints",
                    "^save/control_dependency"),
                node(
                    "save/RestoreV2",
                    "RestoreV2",
                    "save/Const",
                    "save/SaveV2/tensor_names",
                    "save/SaveV2/shape_and_slices"),
                node("save/Identity_1", "Identity", "save/RestoreV2"),
                node("save/AssignVariableOp", "AssignVariableOp", "v", "save/Identity_1"),
                node("save/restore_shard", "NoOp", "^save/AssignVariableOp"),
                node("save/restore_all", "NoOp", "^save/restore_shard"),
                node("y", "Identity", "v/Read/ReadVariableOp")));
    graph.putSignatureDef("serving_default", output("y:0"));
    return graph.setSaverDef(saver("save/Const:0", "save/Identity:0", "save/restore_all"));
  }

  /** A saver of TensorFlow 2.18, as tf.saved_model.save writes it. */
  static MetaGraphDef.Builder ofTensorFlow2() {
    MetaGraphDef.Builder graph = MetaGraphDef.newBuilder();
    graph
        .getGraphDefBuilder()
        .addAllNode(
            List.of(
                node("v", "VarHandleOp"),
                text("Const", "\n\t: /object graph.."),
                node("saver_filename", "Placeholder"),
                call("StatefulPartitionedCall", "serve", "v"),
                call("StatefulPartitionedCall_1", "save", "saver_filename", "v", "Const"),
                call("StatefulPartitionedCall_2", "restore", "saver_filename", "v")));
    graph
        .getGraphDefBuilder()
        .getLibraryBuilder()
        .addFunction(function("serve", "v", node("y", "Identity", "v")))
        .addFunction(function("save", "file_prefix", saving()))
        .addFunction(
            function(
                "restore",
                "file_prefix",
                text("RestoreV2/tensor_names", "v/.ATTRIBUTES/VARIABLE_VALUE"),
                node("RestoreV2", "RestoreV2", "file_prefix", "RestoreV2/tensor_names:output:0"),
                node("Identity", "Identity", "RestoreV2:tensors:0"),
                node("AssignVariableOp", "AssignVariableOp", "v", "Identity:output:0")));
    graph.putSignatureDef("serving_default", output("StatefulPartitionedCall:0"));
    graph.putSignatureDef("__saved_model_init_op", output("NoOp"));
    return graph.setSaverDef(
        saver("saver_filename:0", "StatefulPartitionedCall_1:0", "StatefulPartitionedCall_2"));
  }

  private static NodeDef[] saving() {
    return new NodeDef[] {
      node(
          "StaticRegexFullMatch", "StaticRegexFullMatch", "file_prefix", "^Read/DisableCopyOnRead"),
      text("Const", ".part"),
      text("Const_1", "_temp/part"),
      node(
          "Select",
          "Select",
          "StaticRegexFullMatch:output:0",
          "Const:output:0",
          "Const_1:output:0"),
      node("StringJoin", "StringJoin", "file_prefix", "Select:output:0"),
      node("ShardedFilename", "ShardedFilename", "StringJoin:output:0", "shard", "num_shards"),
      text("SaveV2/tensor_names", "v/.ATTRIBUTES/VARIABLE_VALUE"),
      node("SaveV2", "SaveV2", "ShardedFilename:filename:0", "SaveV2/tensor_names:output:0"),
      node("prefixes", "Pack", "ShardedFilename:filename:0", "^SaveV2"),
      node("MergeV2Checkpoints", "MergeV2Checkpoints", "prefixes:output:0", "file_prefix"),
      node("Identity", "Identity", "file_prefix", "^MergeV2Checkpoints"),
      node("shard", "Const"),
      node("num_shards", "Const")
    };
  }

  /** A collection of one node. */
  static CollectionDef nodes(String name) {
    return CollectionDef.newBuilder()
        .setNodeList(CollectionDef.NodeList.newBuilder().addValue(name))
        .build();
  }

  private static SignatureDef output(String tensor) {
    return SignatureDef.newBuilder().putOutputs("y", tensor(tensor)).build();
  }

  private static SaverDef saver(String file, String save, String restore) {
    return SaverDef.newBuilder()
        .setFilenameTensorName(file)
        .setSaveTensorName(save)
        .setRestoreOpName(restore)
        .build();
  }
}
