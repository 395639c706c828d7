package org.sourcefree.torch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.sourcefree.InvalidInputException;
import org.sourcefree.graph.Variables.Variable;
import org.sourcefree.network.deeplab.DeepLabV2;
import org.sourcefree.torch.TensorFile.Entry;

/** The weights of a network, read from a state dict into TensorFlow's layout. */
public final class StateDictWeights {
  private StateDictWeights() {}

  /**
   * Reads what a complete report says.
   *
   * @param seed of the values of variables that start anew
   * @return variable → row-major values in TensorFlow's layout
   * @throws InvalidInputException if a value is not finite or a variance is negative
   */
  public static Map<String, float[]> read(
      TensorFile file, StateDictKeys keys, KeyReport report, List<Variable> variables, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, float[]> weights = new LinkedHashMap<>();
    for (Variable variable : variables) {
      String name = variable.name();
      if (report.initialised().contains(name)) {
        weights.put(name, DeepLabV2.initialValues(name, variable.shape(), random.split()));
      } else {
        Entry entry = Objects.requireNonNull(keys.entries().get(name), name);
        float[] values = values(file, entry, keys.source());
        Entry other = keys.added().get(name);
        if (other != null) {
          add(values, values(file, other, keys.source()));
        }
        weights.put(name, AxisOrder.fromTorch(values, variable.shape()));
      }
    }
    return weights;
  }

  private static float[] values(TensorFile file, Entry entry, String source) {
    float[] values = file.read(entry);
    requireSound(entry, values, source);
    return values;
  }

  private static void add(float[] values, float[] others) {
    for (int i = 0; i < values.length; i++) {
      values[i] += others[i];
    }
  }

  private static void requireSound(Entry entry, float[] values, String source) {
    boolean variance = entry.name().endsWith(".running_var");
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new InvalidInputException(
            "weights must be finite, got %s in %s (%s)".formatted(value, entry.name(), source));
      }
      if (variance && value < 0) {
        throw new InvalidInputException(
            "variances must be at least 0, got %s in %s (%s)"
                .formatted(value, entry.name(), source));
      }
    }
  }
}
