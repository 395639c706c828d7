package org.sourcefree.torch;

import java.util.List;
import org.sourcefree.InvalidInputException;

/** A file of named tensors; what is in it is known at once, values are read on demand. */
public interface TensorFile extends AutoCloseable {

  /**
   * One tensor.
   *
   * @param name its key in the state dict, as the file has it
   * @param type element type as PyTorch names it, such as float32
   * @param shape sizes of its dimensions, empty for a scalar
   */
  record Entry(String name, String type, List<Long> shape) {

    /** Copies the shape. */
    public Entry {
      shape = List.copyOf(shape);
    }

    /** A name without what a terminal would not print. */
    static String printable(String name) {
      return name.replaceAll("[^\\x20-\\x7e]", "?");
    }

    /** Number of elements. */
    public long size() {
      return shape.stream().reduce(1L, Math::multiplyExact);
    }
  }

  /** The tensors, in the file's order, each name once. */
  List<Entry> entries();

  /** What else is in the file and was not read, with its class in Python. */
  List<String> skipped();

  /**
   * The values of one tensor.
   *
   * @return row-major, converted to float32
   * @throws InvalidInputException if the file is damaged there
   */
  float[] read(Entry entry);

  @Override
  void close();
}
