package org.sourcefree.trust;

import org.tensorflow.proto.NodeDef;

/**
 * An operation that does more than compute.
 *
 * @param node its name
 * @param function that it stands in; empty outside of functions
 * @param reason what it does, such as "writes files"
 */
record Found(String operation, String node, String function, String reason) {

  static Found of(NodeDef node, String function, String reason) {
    return new Found(node.getOp(), node.getName(), function, reason);
  }

  /** The same in words. */
  String line() {
    return "%s %s (node %s%s)"
        .formatted(
            printable(operation),
            reason,
            printable(node),
            function.isEmpty() ? "" : " of function " + printable(function));
  }

  private static String printable(String text) {
    String cut = text.length() > 200 ? text.substring(0, 200) + "…" : text;
    return cut.replaceAll("\\p{Cntrl}", "?");
  }
}
