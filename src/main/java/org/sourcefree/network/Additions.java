package org.sourcefree.network;

import java.util.List;
import java.util.Optional;
import org.sourcefree.network.discriminator.Attention;

/**
 * What an adaptation adds to the network that it begins with.
 *
 * @param heads beside its own
 * @param attention before its last block
 */
public record Additions(List<Head> heads, Optional<Attention> attention) {
  /** Nothing. */
  public static final Additions NONE = new Additions(List.of(), Optional.empty());

  /** Copies the list. */
  public Additions {
    heads = List.copyOf(heads);
  }

  /** Whether there is nothing. */
  public boolean isEmpty() {
    return heads.isEmpty() && attention.isEmpty();
  }

  /** What the model predicts with, and is exported with. */
  public Additions predicting() {
    return new Additions(heads.stream().filter(Head::isSummed).toList(), attention);
  }
}
