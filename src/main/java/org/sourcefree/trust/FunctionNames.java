package org.sourcefree.trust;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.sourcefree.network.foreign.OpDefinitions;
import org.tensorflow.proto.GraphDef;

/**
 * Functions by whose names something else could be meant than what the scan takes them for: they
 * are called as an operation of TensorFlow is, or as another function.
 */
final class FunctionNames {
  private FunctionNames() {}

  static List<Found> ambiguous(GraphDef graph) {
    List<Found> found = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    graph
        .getLibrary()
        .getFunctionList()
        .forEach(
            function -> {
              String name = function.getSignature().getName();
              if (OpDefinitions.find(name).isPresent()) {
                found.add(new Found(name, "", name, "is a function in place of an operation"));
              } else if (!seen.add(name)) {
                found.add(new Found(name, "", name, "is the name of two functions"));
              }
            });
    return found;
  }
}
