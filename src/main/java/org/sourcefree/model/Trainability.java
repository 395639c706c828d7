package org.sourcefree.model;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sourcefree.InvalidInputException;
import org.sourcefree.graph.GraphNodes.TensorName;
import org.sourcefree.savedmodel.SavedModelFile;

/**
 * Which tensors of another program's flat graph it can be trained between. Each pair is tried as an
 * adaptation would before its first step.
 *
 * @param inputs that may be named as model.graph.input
 * @param logits that may be named as model.graph.logits
 * @param still weights that training leaves as they are, between the first pair that can be trained
 * @param refusal why a pair cannot be trained, of the first such pair
 */
public record Trainability(
    Set<TensorName> inputs, Set<TensorName> logits, List<String> still, Optional<String> refusal) {

  /** Tries every pair of candidates. */
  public static Trainability of(
      SavedModelFile saved, List<TensorName> inputs, List<TensorName> logits) {
    Set<TensorName> goodInputs = new LinkedHashSet<>();
    Set<TensorName> goodLogits = new LinkedHashSet<>();
    List<String> still = new ArrayList<>();
    Optional<String> refusal = Optional.empty();
    for (TensorName end : logits) {
      for (TensorName start : inputs) {
        try {
          ForeignGraph graph = ForeignGraph.read(saved, start, end, List.of());
          graph.network().requireTrainable();
          if (goodInputs.isEmpty()) {
            still.addAll(graph.network().frozen());
          }
          goodInputs.add(start);
          goodLogits.add(end);
        } catch (InvalidInputException e) {
          refusal = refusal.or(() -> Optional.ofNullable(e.getMessage()));
        }
      }
    }
    return new Trainability(goodInputs, goodLogits, still, refusal);
  }

  /** The same in words. */
  public List<String> lines() {
    if (inputs.isEmpty()) {
      return List.of(
          refusal
              .map(reason -> "not: " + reason)
              .orElse("perhaps: which tensors are input and logits is not to be seen"));
    }
    return List.of(
        "by naming its tensors in the config, with classes and preprocessing",
        "candidates for model.graph.input: " + inputs,
        "candidates for model.graph.logits: " + logits,
        "weights that stay as they are: " + still);
  }
}
