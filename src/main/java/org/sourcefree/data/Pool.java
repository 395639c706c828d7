package org.sourcefree.data;

import java.util.List;

/** Those who look at a set of images together, each at some of them. */
public interface Pool {
  /** One, for all images. */
  Pool ONE = new Pool() {};

  /** How many they are. */
  default int size() {
    return 1;
  }

  /** Those of the elements that are looked at here: of N, every N-th. */
  default <T> List<T> own(List<T> all) {
    return all;
  }

  /** The sums of everybody's counts, each at its place; all have counted until then. */
  default long[] sum(long[] counts) {
    return counts;
  }

  /** The name of one's own scratch file beside everybody's labels. */
  default String scratch(String what) {
    return what + ".tmp";
  }
}
