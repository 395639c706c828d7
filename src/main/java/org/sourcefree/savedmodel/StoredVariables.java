package org.sourcefree.savedmodel;

import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.sourcefree.InvalidInputException;
import org.sourcefree.savedmodel.Bundle.Stored;
import org.sourcefree.torch.TensorFile;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.TrackableObjectGraphOuterClass.TrackableObjectGraph;
import org.tensorflow.proto.TrackableObjectGraphOuterClass.TrackableObjectGraph.TrackableObject;
import org.tensorflow.proto.TrackableObjectGraphOuterClass.TrackableObjectGraph.TrackableObject.SerializedTensor;

/**
 * The variables in a SavedModel's checkpoint. A checkpoint of TensorFlow 1 holds their names. In
 * one of TensorFlow 2 the object graph gives them: a variable's name is its full name, such as
 * conv1/kernel, if it has one that no other variable has; otherwise it is its path among the
 * objects, such as backbone/layers/0/kernel. Keras stores every variable under two keys, and it
 * counts once. Optimizers' slots are left out. Values are laid out as TensorFlow has them: kernels
 * [height, width, in, out].
 */
public final class StoredVariables implements TensorFile {
  private static final String OBJECT_GRAPH = "_CHECKPOINTABLE_OBJECT_GRAPH";
  private static final String VALUE = "/.ATTRIBUTES/VARIABLE_VALUE";
  private static final String SLOT = "/.OPTIMIZER_SLOT/";

  private final Bundle bundle;
  private final Map<String, String> keys;

  private StoredVariables(Bundle bundle, Map<String, String> keys) {
    this.bundle = bundle;
    this.keys = keys;
  }

  /**
   * Opens the checkpoint of a SavedModel.
   *
   * @param savedModel the folder with saved_model.pb, or one that holds it as saved_model
   * @throws InvalidInputException if there is none, or it is damaged
   */
  public static StoredVariables open(Path savedModel) {
    Path prefix = new SavedModelFolder(savedModel).path().resolve("variables").resolve("variables");
    Bundle bundle = Bundle.open(prefix);
    Map<String, String> fullNames = fullNames(bundle, prefix);
    Map<String, List<String>> named = new LinkedHashMap<>();
    bundle
        .tensors()
        .forEach(
            (key, stored) -> {
              if (stored.isNumeric() && !key.contains(SLOT)) {
                String name = fullNames.getOrDefault(key, pathOf(key));
                named.computeIfAbsent(name, any -> new ArrayList<>()).add(key);
              }
            });
    Map<String, String> keys = new LinkedHashMap<>();
    named.forEach(
        (name, same) -> {
          if (bundle.areEqual(same)) {
            keys.put(name, same.get(0));
          } else {
            same.forEach(key -> keys.put(pathOf(key), key));
          }
        });
    return new StoredVariables(bundle, keys);
  }

  @Override
  public List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    keys.forEach(
        (name, key) -> {
          Stored stored = bundle.stored(key);
          List<Long> shape = Arrays.stream(stored.shape().asArray()).boxed().toList();
          entries.add(new Entry(name, typeName(stored.type()), shape));
        });
    return entries;
  }

  @Override
  public List<String> skipped() {
    return List.of();
  }

  @Override
  public float[] read(Entry entry) {
    return bundle.floats(key(entry.name()).orElseThrow());
  }

  /**
   * The same variables under other names, those that are named.
   *
   * @param theirs new name → name, path or key here
   */
  public TensorFile renamed(Map<String, String> theirs) {
    Map<String, String> renamed = new LinkedHashMap<>();
    theirs.forEach((ours, name) -> renamed.put(ours, key(name).orElseThrow()));
    return new StoredVariables(bundle, renamed);
  }

  @Override
  public void close() {
    // Nothing is held open between reads.
  }

  /** The checkpoint's key of a variable, found by its name, its path or the key itself. */
  public Optional<String> key(String name) {
    return Stream.of(keys.getOrDefault(name, name), name + VALUE)
        .filter(key -> bundle.tensors().containsKey(key) && bundle.stored(key).isNumeric())
        .findFirst();
  }

  private static String pathOf(String key) {
    return key.endsWith(VALUE) ? key.substring(0, key.length() - VALUE.length()) : key;
  }

  /** Full names by key, of the keys that have one. */
  private static Map<String, String> fullNames(Bundle bundle, Path prefix) {
    if (!bundle.tensors().containsKey(OBJECT_GRAPH)) {
      return Map.of();
    }
    Map<String, String> names = new HashMap<>();
    for (TrackableObject object : objectGraph(bundle, prefix).getNodesList()) {
      for (SerializedTensor tensor : object.getAttributesList()) {
        if (tensor.getCheckpointKey().endsWith(VALUE) && !tensor.getFullName().isEmpty()) {
          names.put(tensor.getCheckpointKey(), tensor.getFullName());
        }
      }
    }
    return names;
  }

  private static TrackableObjectGraph objectGraph(Bundle bundle, Path prefix) {
    try {
      return TrackableObjectGraph.parseFrom(bundle.bytes(OBJECT_GRAPH));
    } catch (InvalidProtocolBufferException e) {
      throw new InvalidInputException(
          "weights must be an intact TensorFlow checkpoint, its object graph could not be read (%s)"
              .formatted(prefix),
          e);
    }
  }

  private static String typeName(DataType type) {
    return switch (type) {
      case DT_FLOAT -> "float32";
      case DT_DOUBLE -> "float64";
      case DT_HALF -> "float16";
      case DT_BFLOAT16 -> "bfloat16";
      case DT_INT32 -> "int32";
      case DT_INT64 -> "int64";
      case DT_UINT8 -> "uint8";
      default -> type.name();
    };
  }
}
