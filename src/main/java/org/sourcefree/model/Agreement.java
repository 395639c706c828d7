package org.sourcefree.model;

import java.nio.file.Path;
import org.sourcefree.InvalidInputException;
import org.sourcefree.graph.GraphNodes;
import org.sourcefree.network.Architecture;
import org.sourcefree.network.Model;
import org.sourcefree.network.foreign.ForeignNetwork;

/** A SavedModel describes itself. A config that describes it too must say the same. */
final class Agreement {
  private Agreement() {}

  /**
   * Compares what a config says with what the model says of itself.
   *
   * @throws InvalidInputException naming the first key that contradicts it
   */
  static void require(PretrainedModel said, Model model) {
    Path folder = said.savedModel();
    said.graph().ifPresent(value -> requireGraph(value, model.network(), folder));
    said.network().ifPresent(value -> require("network", value, model.network(), folder));
    said.classSet()
        .ifPresent(value -> require("classes", value.names(), model.classes().names(), folder));
    said.preprocessing()
        .ifPresent(value -> require("preprocessing", value, model.preprocessing(), folder));
  }

  /** An adapted model holds the graph that it came from, on inputs of ours. */
  private static void requireGraph(NamedTensors said, Architecture found, Path folder) {
    if (!(found instanceof ForeignNetwork graph)) {
      throw new InvalidInputException(
          "model.graph must be left out for %s, which %s holds".formatted(found, folder));
    }
    String logits = GraphNodes.TensorName.parse(said.logits()).toString();
    require("graph.logits", logits, graph.logits(), folder);
    require("graph.head", said.head(), graph.head(), folder);
  }

  private static void require(String key, Object said, Object found, Path folder) {
    if (!said.equals(found)) {
      throw new InvalidInputException(
          "model.%s must agree with the SavedModel, got %s where %s says %s"
              .formatted(key, said, folder, found));
    }
  }
}
