package org.sourcefree.model;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sourcefree.InvalidInputException;
import org.sourcefree.graph.GraphNodes.TensorName;
import org.sourcefree.graph.Sessions;
import org.sourcefree.graph.Tensors;
import org.sourcefree.network.foreign.ForeignNetwork;
import org.sourcefree.network.foreign.ForeignWeights;
import org.sourcefree.savedmodel.BundleIndex;
import org.sourcefree.savedmodel.SavedModelFile;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/**
 * The network between two tensors of a SavedModel that another program wrote, with its weights.
 *
 * @param weights every variable of the network, name to row-major values
 */
public record ForeignGraph(ForeignNetwork network, Map<String, float[]> weights) {

  /**
   * Reads the network.
   *
   * @param input the preprocessed images
   * @param logits class scores
   * @param head prefixes of the names of the head's variables
   * @throws InvalidInputException if it cannot be read or rebuilt
   */
  public static ForeignGraph read(
      SavedModelFile file, TensorName input, TensorName logits, List<String> head) {
    ForeignWeights found = new ForeignWeights(file.graph().getGraphDef(), input, logits);
    Map<String, float[]> values = new LinkedHashMap<>();
    Map<String, Shape> shapes = new LinkedHashMap<>();
    Map<String, TensorName> tensors = found.tensors();
    List<String> names = new ArrayList<>(tensors.keySet());
    if (!names.isEmpty()) {
      requireWhole(file.variables());
      try (SavedModelBundle bundle = Sessions.load(file.folder())) {
        Session.Runner runner = bundle.session().runner();
        tensors.values().forEach(tensor -> runner.fetch(tensor.toString()));
        try (Result result = runner.run()) {
          for (int i = 0; i < names.size(); i++) {
            TFloat32 value = floats(names.get(i), result.get(i));
            values.put(names.get(i), Tensors.array(value));
            shapes.put(names.get(i), value.shape());
          }
        }
      } catch (InvalidInputException e) {
        throw e;
      } catch (RuntimeException e) {
        // Some of TensorFlow's exceptions are IllegalArgumentException and its like.
        throw new InvalidInputException(
            "weights must be intact, could not read them: %s (%s)"
                .formatted(
                    String.valueOf(e.getMessage()).lines().findFirst().orElse(""), file.folder()),
            e);
      }
    }
    return new ForeignGraph(
        new ForeignNetwork(found.network(shapes), logits.toString(), head), values);
  }

  /** Loading restores every variable, where there are any. */
  private static void requireWhole(Path prefix) {
    if (Files.exists(prefix.resolveSibling(prefix.getFileName() + ".index"))) {
      BundleIndex.open(prefix);
    }
  }

  private static TFloat32 floats(String name, Tensor tensor) {
    if (tensor instanceof TFloat32 value) {
      return value;
    }
    throw new InvalidInputException(
        "weights must be float32, %s is %s".formatted(name, tensor.dataType()));
  }
}
