package org.sourcefree.trust;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;

/**
 * Finds what in a SavedModel would do more than compute: every node of every graph and of every
 * function in it is looked at, whether anything leads there or not, and nothing is loaded. What a
 * node does must be seen in it: see {@link FunctionNames} and {@link GivenAttributes}.
 */
public final class OperationScan {
  private OperationScan() {}

  /** What there is in a SavedModel, in its order. */
  static List<Found> of(SavedModel model) {
    List<Found> found = new ArrayList<>();
    for (MetaGraphDef graph : model.getMetaGraphsList()) {
      addListed(graph.getGraphDef(), found);
      found.addAll(FunctionNames.ambiguous(graph.getGraphDef()));
      found.addAll(new GivenAttributes(graph.getGraphDef()).unseen());
      found.addAll(new SaverOperations(graph).astray());
    }
    return found;
  }

  /** What there is in a graph that needs no saver. */
  public static List<Found> of(GraphDef graph) {
    return of(
        SavedModel.newBuilder()
            .addMetaGraphs(MetaGraphDef.newBuilder().setGraphDef(graph))
            .build());
  }

  private static void addListed(GraphDef graph, List<Found> found) {
    graph.getNodeList().forEach(node -> addListed(node, "", found));
    for (FunctionDef function : graph.getLibrary().getFunctionList()) {
      String name = function.getSignature().getName();
      function.getNodeDefList().forEach(node -> addListed(node, name, found));
    }
  }

  private static void addListed(NodeDef node, String function, List<Found> found) {
    Optional<String> reason = RefusedOperations.reason(node);
    reason.ifPresent(words -> found.add(Found.of(node, function, words)));
  }
}
