package org.sourcefree.testing;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.sourcefree.data.Batch;

/** Batches made of others. */
public final class Batches {
  private Batches() {}

  /** The images of both, which are crops of one size. */
  public static Batch joined(Batch first, Batch second) {
    List<String> names = Stream.concat(first.names().stream(), second.names().stream()).toList();
    return new Batch(
        joined(first.images(), second.images()),
        joined(first.labels(), second.labels()),
        names,
        first.imageSize());
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
