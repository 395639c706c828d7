package org.sourcefree.testing;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sourcefree.graph.Variables;
import org.sourcefree.graph.Variables.Variable;
import org.sourcefree.network.Normalisation;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.train.Save;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NameAttrList;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TrackableObjectGraphOuterClass.TrackableObjectGraph;
import org.tensorflow.proto.TrackableObjectGraphOuterClass.TrackableObjectGraph.TrackableObject.SerializedTensor;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TString;

/**
 * The tiny network's golden weights in a SavedModel as TensorFlow 2 writes it: the network inside a
 * function, the checkpoint's keys by object, the names in an object graph.
 */
public final class FunctionModel {
  private static final String VALUE = "/.ATTRIBUTES/VARIABLE_VALUE";

  private FunctionModel() {}

  /** Their full name of a weight of ours. */
  public static String theirs(String ours) {
    return "net/" + ours.replace('.', '/');
  }

  /** Our name to theirs, for every weight. */
  public static Map<String, String> mapping() {
    Map<String, String> mapping = new LinkedHashMap<>();
    variables().forEach(variable -> mapping.put(variable.name(), theirs(variable.name())));
    return mapping;
  }

  /**
   * Writes the SavedModel; two variables are called the same, one is stored twice, and one has an
   * optimizer's slot.
   */
  public static void write(Path folder) {
    write(folder, "", 0);
  }

  /**
   * Writes the SavedModel with a fault.
   *
   * @param spoilt a weight of ours whose first value is another
   */
  public static void write(Path folder, String spoilt, float value) {
    try {
      Files.createDirectories(folder.resolve("variables"));
      SavedModel model = SavedModel.newBuilder().addMetaGraphs(graph()).build();
      Files.write(folder.resolve("saved_model.pb"), model.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Map<String, Operand<?>> tensors = new LinkedHashMap<>();
      TrackableObjectGraph.Builder objects = TrackableObjectGraph.newBuilder();
      for (Variable variable : variables()) {
        float[] values = TinyNetwork.weights("network/weights/" + variable.name() + ".npy");
        if (variable.name().equals(spoilt)) {
          values[0] = value;
        }
        add(tf, tensors, objects, theirs(variable.name()), variable.shape(), values);
      }
      add(tf, tensors, objects, "twin", Shape.of(2), new float[] {1, 2});
      add(tf, tensors, objects, "twin", Shape.of(2), new float[] {3, 4});
      add(tf, tensors, objects, "double", Shape.of(2), new float[] {5, 6});
      add(tf, tensors, objects, "double", Shape.of(2), new float[] {5, 6});
      tensors.put("model/v0/.OPTIMIZER_SLOT/optimizer/momentum" + VALUE, tf.constant(1f));
      tensors.put("save_counter" + VALUE, tf.constant(7L));
      try (TString text =
          TString.tensorOfBytes(NdArrays.scalarOfObject(objects.build().toByteArray()))) {
        tensors.put("_CHECKPOINTABLE_OBJECT_GRAPH", tf.constantOf(text));
      }
      save(tf, session, folder, tensors);
    }
  }

  private static void add(
      Ops tf,
      Map<String, Operand<?>> tensors,
      TrackableObjectGraph.Builder objects,
      String fullName,
      Shape shape,
      float[] values) {
    String key = "model/v" + objects.getNodesCount() + VALUE;
    tensors.put(key, TestTensors.constant(tf, shape, values));
    objects
        .addNodesBuilder()
        .addAttributes(
            SerializedTensor.newBuilder()
                .setName("VARIABLE_VALUE")
                .setFullName(fullName)
                .setCheckpointKey(key));
  }

  private static void save(Ops tf, Session session, Path folder, Map<String, Operand<?>> tensors) {
    String[] names = tensors.keySet().toArray(String[]::new);
    String[] whole = tensors.keySet().stream().map(name -> "").toArray(String[]::new);
    Save saved =
        tf.train.save(
            tf.constant(folder.resolve("variables/variables").toString()),
            tf.constant(NdArrays.vectorOfObjects(names)),
            tf.constant(NdArrays.vectorOfObjects(whole)),
            new ArrayList<>(tensors.values()));
    session.runner().addTarget(saved).run().close();
  }

  private static MetaGraphDef graph() {
    GraphDef.Builder graph = GraphDef.newBuilder();
    graph.addNode(placeholder());
    AttrValue function =
        AttrValue.newBuilder().setFunc(NameAttrList.newBuilder().setName("__inference")).build();
    graph.addNode(
        NodeDef.newBuilder()
            .setName("StatefulPartitionedCall")
            .setOp("StatefulPartitionedCall")
            .addInput("serving_default_image")
            .putAttr("f", function));
    FunctionDef.Builder body = graph.getLibraryBuilder().addFunctionBuilder();
    body.getSignatureBuilder().setName("__inference");
    body.addNodeDef(NodeDef.newBuilder().setName("conv").setOp("Conv2D"));
    MetaGraphDef.Builder meta = MetaGraphDef.newBuilder().setGraphDef(graph);
    meta.getMetaInfoDefBuilder().addTags("serve");
    SignatureDef.Builder serving = SignatureDef.newBuilder();
    serving.putInputs("image", info("serving_default_image:0"));
    serving.putOutputs("logits", info("StatefulPartitionedCall:0"));
    return meta.putSignatureDef("serving_default", serving.build()).build();
  }

  private static NodeDef placeholder() {
    return NodeDef.newBuilder()
        .setName("serving_default_image")
        .setOp("Placeholder")
        .putAttr("dtype", AttrValue.newBuilder().setType(DataType.DT_FLOAT).build())
        .putAttr("_user_specified_name", text("image"))
        .build();
  }

  private static AttrValue text(String text) {
    return AttrValue.newBuilder().setS(ByteString.copyFromUtf8(text)).build();
  }

  private static TensorInfo info(String tensor) {
    return TensorInfo.newBuilder().setName(tensor).setDtype(DataType.DT_FLOAT).build();
  }

  private static List<Variable> variables() {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Variables variables = new Variables(tf);
      Operand<TFloat32> inputs =
          tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, -1, -1, 3)));
      TinyNetwork.SETTINGS.build(
          tf, variables, inputs, TinyNetwork.CLASSES, Normalisation.running(tf));
      return variables.all();
    }
  }
}
