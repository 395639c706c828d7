package org.sourcefree.torch;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.sourcefree.InvalidInputException;

/**
 * A tensor as a window on a storage, which is a flat array of elements.
 *
 * @param offset of the first element in the storage
 * @param shape sizes of the dimensions
 * @param strides distance of neighbours along each dimension, elements
 */
record StoredTensor(Storage storage, long offset, List<Long> shape, List<Long> strides) {
  /** More than any weight has. */
  static final int MOST_DIMENSIONS = 8;

  /**
   * A storage.
   *
   * @param key its name in the file
   * @param size elements
   */
  record Storage(String key, ElementType type, long size) {
    Storage {
      if (size < 0 || size > Integer.MAX_VALUE / 16) {
        throw new InvalidInputException("a storage cannot have %d elements".formatted(size));
      }
    }

    /** Length of the raw data. */
    int bytes() {
      return Math.toIntExact(size * type.bytes());
    }
  }

  /** Checks that the tensor lies densely in its storage: no gap, no overlap, no repetition. */
  StoredTensor {
    shape = List.copyOf(shape);
    strides = List.copyOf(strides);
    if (shape.size() != strides.size() || shape.size() > MOST_DIMENSIONS) {
      throw new InvalidInputException(
          "a tensor cannot have shape %d and strides %d dimensions long"
              .formatted(shape.size(), strides.size()));
    }
    long size = 1;
    for (long dimension : shape) {
      if (dimension < 0 || dimension > Integer.MAX_VALUE) {
        throw new InvalidInputException("a tensor cannot have shape " + shape);
      }
      size = Math.multiplyExact(size, dimension);
    }
    if (offset < 0 || size > storage.size() || offset > storage.size() - size) {
      throw new InvalidInputException(
          "a tensor of shape %s at %d cannot lie in a storage of %d elements"
              .formatted(shape, offset, storage.size()));
    }
    if (size > 0 && !isDense(shape, strides)) {
      throw new InvalidInputException(
          "a tensor of shape %s must lie densely in its storage, got strides %s"
              .formatted(shape, strides));
    }
  }

  private static boolean isDense(List<Long> shape, List<Long> strides) {
    List<Integer> dimensions = new ArrayList<>();
    for (int d = 0; d < shape.size(); d++) {
      if (shape.get(d) > 1) {
        dimensions.add(d);
      }
    }
    dimensions.sort(Comparator.comparing(strides::get));
    long expected = 1;
    for (int d : dimensions) {
      if (strides.get(d) != expected) {
        return false;
      }
      expected *= shape.get(d);
    }
    return true;
  }

  /**
   * The values in row-major order.
   *
   * @param data the whole storage
   */
  float[] values(ByteBuffer data) {
    int size = (int) shape.stream().mapToLong(Long::longValue).reduce(1, (a, b) -> a * b);
    float[] values = new float[size];
    long[] index = new long[shape.size()];
    long at = offset;
    for (int i = 0; i < size; i++) {
      values[i] = storage.type().value(data, (int) at);
      for (int d = shape.size() - 1; d >= 0; d--) {
        at += strides.get(d);
        if (++index[d] < shape.get(d)) {
          break;
        }
        at -= strides.get(d) * shape.get(d);
        index[d] = 0;
      }
    }
    return values;
  }
}
