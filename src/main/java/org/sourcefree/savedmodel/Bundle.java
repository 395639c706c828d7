package org.sourcefree.savedmodel;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.sourcefree.InvalidInputException;
import org.sourcefree.graph.Sessions;
import org.sourcefree.graph.Tensors;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TBfloat16;
import org.tensorflow.types.TFloat16;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TString;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TType;

/** The files of one checkpoint: tensors by key. */
final class Bundle {
  private static final Map<DataType, Class<? extends TType>> TYPES =
      Map.of(
          DataType.DT_FLOAT, TFloat32.class,
          DataType.DT_DOUBLE, TFloat64.class,
          DataType.DT_HALF, TFloat16.class,
          DataType.DT_BFLOAT16, TBfloat16.class,
          DataType.DT_INT32, TInt32.class,
          DataType.DT_INT64, TInt64.class,
          DataType.DT_UINT8, TUint8.class,
          DataType.DT_STRING, TString.class);

  private final Path prefix;
  private final BundleIndex index;
  private final Map<String, Stored> tensors = new LinkedHashMap<>();

  /** What the index says of a tensor. */
  record Stored(DataType type, Shape shape) {

    /** The type to read it as; empty if it is none that can be read. */
    Optional<Class<? extends TType>> readable() {
      return Optional.ofNullable(TYPES.get(type));
    }

    /** Whether it holds numbers that can be read. */
    boolean isNumeric() {
      return TYPES.containsKey(type) && type != DataType.DT_STRING;
    }
  }

  private Bundle(Path prefix, BundleIndex index) {
    this.prefix = prefix;
    this.index = index;
    index
        .entries()
        .forEach(
            (key, entry) -> {
              long[] sizes = entry.shape().stream().mapToLong(Long::longValue).toArray();
              tensors.put(key, new Stored(entry.type(), Shape.of(sizes)));
            });
  }

  /**
   * Reads the index.
   *
   * @param prefix of the checkpoint's files
   * @throws InvalidInputException if there is none, or it is damaged
   */
  static Bundle open(Path prefix) {
    return new Bundle(prefix, BundleIndex.open(prefix));
  }

  /** The tensors, in the order of their keys. */
  Map<String, Stored> tensors() {
    return tensors;
  }

  /**
   * The values of a tensor of numbers as float32, row-major.
   *
   * @throws InvalidInputException if the files are damaged
   */
  float[] floats(String key) {
    return restore(
        key,
        (tf, tensor) -> tf.dtypes.cast(tensor, TFloat32.class),
        value -> Tensors.array((TFloat32) value));
  }

  /** Whether tensors of numbers are the same in shape and values. */
  boolean areEqual(List<String> keys) {
    String first = keys.get(0);
    return keys.stream()
        .skip(1)
        .allMatch(
            key -> stored(key).equals(stored(first)) && Arrays.equals(floats(key), floats(first)));
  }

  /**
   * The bytes of a scalar text.
   *
   * @throws InvalidInputException if the files are damaged
   */
  byte[] bytes(String key) {
    return index.text(key);
  }

  private <T> T restore(
      String key, BiFunction<Ops, Operand<?>, Operand<?>> fetched, Function<Tensor, T> read) {
    try (Graph graph = new Graph();
        Session session = Sessions.open(graph)) {
      Ops tf = Ops.create(graph);
      Operand<?> tensor =
          tf.train
              .restore(
                  tf.constant(prefix.toString()),
                  tf.constant(NdArrays.vectorOfObjects(key)),
                  tf.constant(NdArrays.vectorOfObjects("")),
                  List.of(Objects.requireNonNull(TYPES.get(stored(key).type()), key)))
              .tensors()
              .get(0);
      try (Result result = session.runner().fetch(fetched.apply(tf, tensor)).run()) {
        return read.apply(result.get(0));
      }
    } catch (InvalidInputException e) {
      throw e;
    } catch (RuntimeException e) {
      // Some of TensorFlow's exceptions are IllegalArgumentException and its like.
      String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw BundleIndex.unreadable(prefix, reason, e);
    }
  }

  /** What the index says of a key that it has. */
  Stored stored(String key) {
    return Objects.requireNonNull(tensors.get(key), key);
  }
}
