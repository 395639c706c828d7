package org.sourcefree.pseudolabel;

import java.util.List;

/** Those who label a set of images together, each some of them. */
public interface Pool {
  /** One, for all images. */
  Pool ONE = new Pool() {};

  /** Those of the elements that are labelled here. */
  default <T> List<T> own(List<T> all) {
    return all;
  }

  /** The sums of everybody's counts, each at its place; all have counted until then. */
  default long[] sum(long[] counts) {
    return counts;
  }

  /** The name of a scratch file beside everybody's labels. */
  default String scratch() {
    return "logits.tmp";
  }
}
