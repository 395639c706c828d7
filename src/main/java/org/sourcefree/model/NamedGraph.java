package org.sourcefree.model;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.sourcefree.InvalidInputException;
import org.sourcefree.config.Names;
import org.sourcefree.graph.GraphNodes;
import org.sourcefree.graph.GraphNodes.TensorName;
import org.sourcefree.network.Model;
import org.sourcefree.savedmodel.SavedModelFile;
import org.tensorflow.proto.NodeDef;

/** Finds the network that a config names inside another program's SavedModel. */
final class NamedGraph {
  private NamedGraph() {}

  /**
   * Reads the network with its weights.
   *
   * @param said a model with a graph, classes and preprocessing, which needs to be named
   * @throws InvalidInputException if a tensor is not there or the graph cannot be rebuilt
   */
  static ForeignGraph read(PretrainedModel said, SavedModelFile file) {
    return GraphFaults.refused(said.savedModel(), () -> found(said.graph().orElseThrow(), file));
  }

  private static ForeignGraph found(NamedTensors named, SavedModelFile file) {
    GraphNodes nodes = new GraphNodes(file.graph().getGraphDef());
    ForeignGraph read =
        ForeignGraph.read(
            file,
            tensor("input", named.input(), nodes),
            tensor("logits", named.logits(), nodes),
            named.head());
    named.head().forEach(prefix -> requireHead(prefix, read.weights().keySet()));
    return read;
  }

  private static void requireHead(String prefix, Set<String> weights) {
    if (weights.stream().noneMatch(name -> name.startsWith(prefix))) {
      Set<String> prefixes = new TreeSet<>();
      for (String name : weights) {
        prefixes.add(name.substring(0, Math.min(name.length(), prefix.length())));
        for (int end = 1; end <= name.length(); end++) {
          if ("/._".indexOf(name.charAt(end - 1)) >= 0) {
            prefixes.add(name.substring(0, end));
          }
        }
      }
      throw new InvalidInputException(
          "model.graph.head must hold prefixes of weights' names, none begins with %s%s"
              .formatted(prefix, Names.hint(Names.nearest(prefix, prefixes))));
    }
  }

  /** What the model is. */
  static Model model(PretrainedModel said, ForeignGraph graph) {
    return new Model(
        graph.network(), said.classSet().orElseThrow(), said.preprocessing().orElseThrow());
  }

  private static TensorName tensor(String key, String typed, GraphNodes nodes) {
    TensorName tensor = TensorName.parse(typed);
    if (nodes.find(tensor.node()).isEmpty()) {
      List<String> names = nodes.all().stream().map(NodeDef::getName).toList();
      Optional<String> nearest = Names.nearest(tensor.node(), names).map(name -> name + ":0");
      throw new InvalidInputException(
          "model.graph.%s must be a tensor of the graph, got %s%s"
              .formatted(key, typed, Names.hint(nearest)));
    }
    return tensor;
  }
}
