package org.sourcefree.trust;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.tensorflow.proto.NodeDef;

/** Operations that do more than compute, by name, as refused_operations.txt lists them. */
final class RefusedOperations {
  private static final String LIST = "refused_operations.txt";
  private static final Map<String, String> REASONS = read();

  private RefusedOperations() {}

  /** What a node does besides computing, such as "writes files"; empty if nothing. */
  static Optional<String> reason(NodeDef node) {
    return Optional.ofNullable(REASONS.get(node.getOp()));
  }

  /** Every name and what the operation does. */
  static Map<String, String> reasons() {
    return Map.copyOf(REASONS);
  }

  private static Map<String, String> read() {
    Map<String, String> reasons = new HashMap<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(RefusedOperations.class.getResourceAsStream(LIST), LIST),
                StandardCharsets.UTF_8))) {
      String reason = "";
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("[")) {
          reason = line.substring(1, line.length() - 1);
        } else if (!line.isBlank() && !line.startsWith("#")) {
          reasons.put(line, reason);
        }
      }
      return reasons;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
