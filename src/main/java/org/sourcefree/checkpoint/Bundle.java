package org.sourcefree.checkpoint;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.sourcefree.InvalidInputException;
import org.sourcefree.graph.Sessions;
import org.sourcefree.graph.Tensors;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.internal.c_api.TF_CheckpointReader;
import org.tensorflow.internal.c_api.TF_Status;
import org.tensorflow.internal.c_api.global.tensorflow;
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
  private final Map<String, Stored> tensors;

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

  private Bundle(Path prefix, Map<String, Stored> tensors) {
    this.prefix = prefix;
    this.tensors = tensors;
  }

  /**
   * Reads the index.
   *
   * @param prefix of the checkpoint's files
   * @throws InvalidInputException if there is none, or it is damaged
   */
  @SuppressWarnings("try") // The scope is only closed.
  static Bundle open(Path prefix) {
    try (PointerScope freed = new PointerScope()) {
      TF_Status status = TF_Status.newStatus();
      TF_CheckpointReader reader = tensorflow.TF_NewCheckpointReader(prefix.toString(), status);
      status.throwExceptionIfNotOK();
      try {
        return new Bundle(prefix, index(reader));
      } finally {
        tensorflow.TF_DeleteCheckpointReader(reader);
      }
    } catch (TensorFlowException e) {
      throw unreadable(prefix, e);
    }
  }

  private static Map<String, Stored> index(TF_CheckpointReader reader) {
    Map<String, Stored> tensors = new LinkedHashMap<>();
    int size = tensorflow.TF_CheckpointReaderSize(reader);
    for (int i = 0; i < size; i++) {
      BytePointer text = tensorflow.TF_CheckpointReaderGetVariable(reader, i);
      String key = text.getString(StandardCharsets.UTF_8);
      DataType type =
          DataType.forNumber(tensorflow.TF_CheckpointReaderGetVariableDataType(reader, key));
      long[] sizes = new long[tensorflow.TF_CheckpointReaderGetVariableNumDims(reader, key)];
      TF_Status status = TF_Status.newStatus();
      tensorflow.TF_CheckpointReaderGetVariableShape(reader, key, sizes, sizes.length, status);
      status.throwExceptionIfNotOK();
      tensors.put(key, new Stored(type == null ? DataType.UNRECOGNIZED : type, Shape.of(sizes)));
    }
    return tensors;
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
    return restore(key, (tf, tensor) -> tensor, value -> ((TString) value).asBytes().getObject());
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
    } catch (TensorFlowException e) {
      throw unreadable(prefix, e);
    }
  }

  /** What the index says of a key that it has. */
  Stored stored(String key) {
    return Objects.requireNonNull(tensors.get(key), key);
  }

  private static InvalidInputException unreadable(Path prefix, TensorFlowException e) {
    String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    return new InvalidInputException(
        "weights must be a whole TensorFlow checkpoint, could not be read: %s (%s)"
            .formatted(reason, prefix),
        e);
  }
}
