package org.sourcefree.experiment;

import java.util.List;
import java.util.Optional;
import org.sourcefree.InvalidInputException;
import org.sourcefree.checkpoint.ForeignGraph;
import org.sourcefree.checkpoint.SavedModelFolder;
import org.sourcefree.config.Names;
import org.sourcefree.graph.GraphNodes;
import org.sourcefree.graph.GraphNodes.TensorName;
import org.sourcefree.network.Model;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;

/** Finds the network that a config names inside another program's SavedModel. */
final class NamedGraph {
  private NamedGraph() {}

  /**
   * Reads the network with its weights.
   *
   * @param said a model with a graph, classes and preprocessing
   * @throws InvalidInputException if a tensor is not there or the graph cannot be rebuilt
   */
  static ForeignGraph read(Adaptation.PretrainedModel said) {
    Adaptation.NamedTensors named = said.graph().orElseThrow();
    SavedModelFolder folder = new SavedModelFolder(said.savedModel());
    MetaGraphDef graph = folder.metaGraph();
    if (SavedModelFolder.findDescription(graph).isPresent()) {
      throw new InvalidInputException(
          "model.graph must be left out for a SavedModel that describes itself (%s)"
              .formatted(folder.path()));
    }
    GraphNodes nodes = new GraphNodes(graph.getGraphDef());
    return ForeignGraph.read(
        folder,
        tensor("input", named.input(), nodes),
        tensor("logits", named.logits(), nodes),
        named.head());
  }

  /** What the model is. */
  static Model model(Adaptation.PretrainedModel said, ForeignGraph graph) {
    return new Model(
        graph.network(), said.classes().orElseThrow().set(), said.preprocessing().orElseThrow());
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
