package org.sourcefree.trust;

import org.sourcefree.PlainText;
import org.tensorflow.proto.NodeDef;

/**
 * An operation that does more than compute.
 *
 * @param node its name; empty if it is a function itself
 * @param function that it stands in; empty outside of functions
 * @param reason what it does, such as "writes files"
 */
record Found(String operation, String node, String function, String reason) {

  static Found of(NodeDef node, String function, String reason) {
    return new Found(node.getOp(), node.getName(), function, reason);
  }

  /** The same in words. */
  String line() {
    String place =
        (node.isEmpty() ? "" : "node " + printable(node))
            + (node.isEmpty() || function.isEmpty() ? "" : " of ")
            + (function.isEmpty() ? "" : "function " + printable(function));
    return "%s %s (%s)".formatted(printable(operation), reason, place);
  }

  private static String printable(String text) {
    String cut = text.length() > 200 ? text.substring(0, 200) + "…" : text;
    return PlainText.line(cut);
  }
}
