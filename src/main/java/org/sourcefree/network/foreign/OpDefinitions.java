package org.sourcefree.network.foreign;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.TensorFlow;
import org.tensorflow.proto.OpDef;

/** What TensorFlow knows of operations by name. */
public final class OpDefinitions {
  private static final Map<String, OpDef> DEFINITIONS = definitions();

  private OpDefinitions() {}

  /** The definition of an operation, empty if TensorFlow has none. */
  public static Optional<OpDef> find(String op) {
    return Optional.ofNullable(DEFINITIONS.get(op));
  }

  private static Map<String, OpDef> definitions() {
    Map<String, OpDef> definitions = new HashMap<>();
    TensorFlow.registeredOpList().getOpList().forEach(op -> definitions.put(op.getName(), op));
    return definitions;
  }
}
