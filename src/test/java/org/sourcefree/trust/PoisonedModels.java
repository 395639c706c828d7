package org.sourcefree.trust;

import static org.sourcefree.testing.Poison.node;
import static org.sourcefree.testing.Poison.tensor;
import static org.sourcefree.testing.Poison.text;
import static org.sourcefree.trust.PoisonNodes.FLOAT;
import static org.sourcefree.trust.PoisonNodes.STRING;
import static org.sourcefree.trust.PoisonNodes.floats;
import static org.sourcefree.trust.PoisonNodes.number;
import static org.sourcefree.trust.PoisonNodes.truth;
import static org.sourcefree.trust.PoisonNodes.type;
import static org.sourcefree.trust.PoisonNodes.types;
import static org.sourcefree.trust.PoisonNodes.with;
import static org.sourcefree.trust.PoisonNodes.words;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.sourcefree.trust.HiddenHarm.Harm;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.FunctionDefLibrary;
import org.tensorflow.proto.GradientDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NameAttrList;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;
import org.tensorflow.proto.SignatureDef;

/**
 * Graphs in which something that writes a file is hidden: in functions of functions, behind
 * attributes and arguments that callers give, and where a run does not begin. TensorFlow loads and
 * runs each.
 */
final class PoisonedModels {
  private final SplittableRandom random;
  private final HiddenHarm hidden;
  private final Root root;
  private final FunctionDefLibrary.Builder library = FunctionDefLibrary.newBuilder();

  /** How a function calls the next. */
  private enum Call {
    PARTITIONED,
    STATEFUL,
    OPERATION,
    IF,
    CASE,
    GIVEN
  }

  /** What leads to the outermost function. */
  enum Root {
    SIGNATURE,
    OTHER_SIGNATURE,
    CONTROL,
    MAIN_OP,
    LEGACY_INITIALISER,
    INITIALISER_SIGNATURE,
    GRADIENT,
    CYCLE
  }

  /** A model and how it came to be, in words. */
  record Poisoned(String words, MetaGraphDef graph, Harm harm, Root root) {

    /** Whether running it comes to an end and writes the file. */
    boolean writes() {
      return harm != Harm.ASSERT && root != Root.CYCLE;
    }
  }

  private PoisonedModels(long seed, Path file) {
    this.random = new SplittableRandom(seed);
    Harm harm = any(Harm.values());
    this.hidden = new HiddenHarm(file, harm, any(harm.ways()));
    this.root = any(Root.values());
  }

  /** The model of a seed, which writes a file. */
  static Poisoned of(long seed, Path file) {
    return new PoisonedModels(seed, file).poisoned(seed);
  }

  private <T> T any(T[] values) {
    return values[random.nextInt(values.length)];
  }

  /** A function by name, with the attributes that it needs and what they are to be. */
  private record Callee(String name, Map<String, AttrValue> needs) {

    NameAttrList bound() {
      return NameAttrList.newBuilder().setName(name).putAllAttr(needs).build();
    }

    /** Its attributes are its caller's, by the same names. */
    NameAttrList passedOn() {
      NameAttrList.Builder list = NameAttrList.newBuilder().setName(name);
      needs
          .keySet()
          .forEach(key -> list.putAttr(key, AttrValue.newBuilder().setPlaceholder(key).build()));
      return list.build();
    }
  }

  private Poisoned poisoned(long seed) {
    Map<String, AttrValue> needs = new TreeMap<>();
    Callee callee = add("f0", hidden.nodes(needs), needs, "one:output:0");
    List<Call> calls = new ArrayList<>();
    int depth = 1 + random.nextInt(5);
    for (int i = 1; i <= depth; i++) {
      Call call = any(Call.values());
      calls.add(call);
      callee = around(callee, call, "f" + i);
    }
    if (root == Root.CYCLE) {
      callee = cycle(callee);
    }
    String words =
        "%d: %s by %s through %s from %s".formatted(seed, hidden.harm(), hidden.way(), calls, root);
    return new Poisoned(words, graph(callee), hidden.harm(), root);
  }

  private Callee around(Callee inner, Call call, String name) {
    boolean passes = random.nextInt(3) > 0;
    Map<String, AttrValue> needs = new TreeMap<>(passes ? inner.needs() : Map.of());
    NameAttrList callee = passes ? inner.passedOn() : inner.bound();
    AttrValue function = AttrValue.newBuilder().setFunc(callee).build();
    List<NodeDef> nodes = new ArrayList<>();
    String output = "c:output:0";
    switch (call) {
      case PARTITIONED -> nodes.add(call("PartitionedCall", function));
      case STATEFUL -> nodes.add(call("StatefulPartitionedCall", function));
      case OPERATION -> {
        nodes.add(
            node("c", inner.name(), "path").toBuilder().putAllAttr(callee.getAttrMap()).build());
        output = "c:y:0";
      }
      case IF -> {
        nodes.add(truth("true"));
        NodeDef branches = node("c", "If", "true:output:0", "path");
        branches = with(branches, "Tcond", type(DataType.DT_BOOL));
        branches = with(branches, "then_branch", function);
        nodes.add(in(with(branches, "else_branch", function)));
      }
      case CASE -> {
        nodes.add(number("zero"));
        AttrValue list =
            AttrValue.newBuilder()
                .setList(AttrValue.ListValue.newBuilder().addFunc(callee))
                .build();
        nodes.add(in(with(node("c", "Case", "zero:output:0", "path"), "branches", list)));
      }
      case GIVEN -> {
        needs = new TreeMap<>();
        needs.put("g", AttrValue.newBuilder().setFunc(inner.bound()).build());
        nodes.add(
            call("StatefulPartitionedCall", AttrValue.newBuilder().setPlaceholder("g").build()));
      }
    }
    return add(name, nodes, needs, output);
  }

  private static NodeDef call(String operation, AttrValue function) {
    return in(with(node("c", operation, "path"), "f", function));
  }

  private static NodeDef in(NodeDef node) {
    return with(with(node, "Tin", types(STRING)), "Tout", types(FLOAT));
  }

  /** Two functions that call each other, and the callee besides. */
  private Callee cycle(Callee callee) {
    AttrValue poison = AttrValue.newBuilder().setFunc(callee.bound()).build();
    Callee second = new Callee("second", Map.of());
    AttrValue next = AttrValue.newBuilder().setFunc(second.bound()).build();
    NodeDef harmful = call("PartitionedCall", poison).toBuilder().setName("p").build();
    Callee first =
        add("first", List.of(harmful, call("PartitionedCall", next)), Map.of(), "c:output:0");
    AttrValue back = AttrValue.newBuilder().setFunc(first.bound()).build();
    add("second", List.of(call("PartitionedCall", back)), Map.of(), "c:output:0");
    return first;
  }

  private Callee add(
      String name, List<NodeDef> nodes, Map<String, AttrValue> needs, String output) {
    FunctionDef.Builder function = FunctionDef.newBuilder();
    OpDef.Builder signature = function.getSignatureBuilder().setName(name).setIsStateful(true);
    signature.addInputArgBuilder().setName("path").setType(DataType.DT_STRING);
    signature.addOutputArgBuilder().setName("y").setType(DataType.DT_FLOAT);
    needs.forEach(
        (key, value) ->
            signature
                .addAttrBuilder()
                .setName(key)
                .setType(value.hasFunc() ? "func" : value.hasTensor() ? "tensor" : "string"));
    library.addFunction(function.addAllNodeDef(nodes).putRet("y", output));
    return new Callee(name, Map.copyOf(needs));
  }

  private MetaGraphDef graph(Callee callee) {
    MetaGraphDef.Builder graph = MetaGraphDef.newBuilder();
    graph.getMetaInfoDefBuilder().addTags("serve");
    AttrValue function = AttrValue.newBuilder().setFunc(callee.bound()).build();
    NodeDef call = call("StatefulPartitionedCall", function);
    graph.getGraphDefBuilder().addNode(text("path", hidden.file().toString()));
    boolean gradient = root == Root.GRADIENT;
    if (gradient) {
      addGradient(graph, call);
    } else {
      graph.getGraphDefBuilder().addNode(call);
    }
    graph.getGraphDefBuilder().addNode(floats("calm"));
    graph.getGraphDefBuilder().addNode(floats("after", "^c"));
    graph.getGraphDefBuilder().addNode(node("run", "NoOp", "^c"));
    graph.putSignatureDef("serving_default", output(served()));
    switch (root) {
      case OTHER_SIGNATURE -> graph.putSignatureDef("other", output("c:0"));
      case MAIN_OP -> graph.putCollectionDef("saved_model_main_op", SaverForms.nodes("run"));
      case LEGACY_INITIALISER -> graph.putCollectionDef("legacy_init_op", SaverForms.nodes("run"));
      case INITIALISER_SIGNATURE -> {
        SignatureDef.Builder start = SignatureDef.newBuilder();
        graph.putSignatureDef(
            "__saved_model_init_op",
            start.putOutputs("__saved_model_init_op", tensor("run")).build());
      }
      default -> {}
    }
    graph.getGraphDefBuilder().setLibrary(library);
    return graph.build();
  }

  private String served() {
    return switch (root) {
      case SIGNATURE, GRADIENT, CYCLE -> "c:0";
      case CONTROL -> "after:0";
      default -> "calm:0";
    };
  }

  /** The gradient of a function that does nothing calls. */
  private void addGradient(MetaGraphDef.Builder graph, NodeDef call) {
    FunctionDef.Builder plain = FunctionDef.newBuilder();
    plain.getSignatureBuilder().setName("plain");
    plain.getSignatureBuilder().addInputArgBuilder().setName("x").setType(DataType.DT_FLOAT);
    plain.getSignatureBuilder().addOutputArgBuilder().setName("y").setType(DataType.DT_FLOAT);
    library.addFunction(
        plain.addNodeDef(with(node("i", "Identity", "x"), "T", FLOAT)).putRet("y", "i:output:0"));
    FunctionDef.Builder gradient = FunctionDef.newBuilder();
    gradient.getSignatureBuilder().setName("gradient").setIsStateful(true);
    gradient.getSignatureBuilder().addInputArgBuilder().setName("x").setType(DataType.DT_FLOAT);
    gradient.getSignatureBuilder().addInputArgBuilder().setName("d").setType(DataType.DT_FLOAT);
    gradient.getSignatureBuilder().addOutputArgBuilder().setName("y").setType(DataType.DT_FLOAT);
    library.addFunction(
        gradient
            .addNodeDef(text("path", hidden.file().toString()))
            .addNodeDef(call.toBuilder().setInput(0, "path:output:0"))
            .putRet("y", "c:output:0"));
    library.addGradient(
        GradientDef.newBuilder().setFunctionName("plain").setGradientFunc("gradient"));
    AttrValue of =
        AttrValue.newBuilder().setFunc(NameAttrList.newBuilder().setName("plain")).build();
    NodeDef node = with(node("c", "SymbolicGradient", "x", "x"), "f", of);
    node = with(with(node, "Tin", types(FLOAT, FLOAT)), "Tout", types(FLOAT));
    graph.getGraphDefBuilder().addNode(floats("x")).addNode(node);
  }

  private static SignatureDef output(String tensor) {
    return SignatureDef.newBuilder().putOutputs("y", tensor(tensor)).build();
  }
}
