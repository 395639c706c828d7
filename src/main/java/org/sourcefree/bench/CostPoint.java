package org.sourcefree.bench;

/**
 * What a part of an adaptation costs at one size of the work.
 *
 * @param quantity what is varied
 * @param value of it
 * @param seconds median wall time of a step or a labelling pass
 * @param peakMemory largest resident size of a process that did nothing else, bytes; 0 where the
 *     system does not say
 */
public record CostPoint(Quantity quantity, int value, double seconds, long peakMemory) {

  /** What makes work larger. */
  public enum Quantity {
    /** Side of a step's images, pixels. */
    CROP,
    /** Images of a step. */
    BATCH,
    /** Images of a labelling pass. */
    IMAGES
  }
}
