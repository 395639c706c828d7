package org.sourcefree.run;

import java.util.List;

/**
 * What a model predicts on a fixed set of unlabelled target images; a line of watch.jsonl.
 *
 * @param step gradient steps taken
 * @param entropy mean over all pixels of the entropy of p, nats
 * @param shares pixels predicted as each class, of all, [C], 0 to 1
 */
public record WatchPoint(long step, double entropy, List<Double> shares) {
  /** Copies the list. */
  public WatchPoint {
    shares = List.copyOf(shares);
  }
}
