package org.sourcefree.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sourcefree.graph.Variables;
import org.sourcefree.graph.Variables.Variable;
import org.sourcefree.model.ModelSession;

/**
 * Batch norm's running averages at one moment.
 *
 * @param values of every mean and variance, by name
 */
public record RunningAverages(Map<String, List<Double>> values) {

  /** The model's present ones. */
  public static RunningAverages of(ModelSession model) {
    List<Variable> averages =
        model.weights().stream().filter(v -> v.role() == Variables.Role.AVERAGE).toList();
    Map<String, List<Double>> values = new LinkedHashMap<>();
    Variables.read(model.session(), averages)
        .forEach((name, floats) -> values.put(name, doubles(floats)));
    return new RunningAverages(values);
  }

  /** Sets the model's. */
  public void restore(ModelSession model) {
    Map<String, float[]> floats = new LinkedHashMap<>();
    values.forEach((name, doubles) -> floats.put(name, floats(doubles)));
    model.variables().assign(model.session(), floats);
  }

  private static List<Double> doubles(float[] floats) {
    List<Double> doubles = new ArrayList<>();
    for (float value : floats) {
      doubles.add((double) value);
    }
    return doubles;
  }

  private static float[] floats(List<Double> doubles) {
    float[] floats = new float[doubles.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = doubles.get(i).floatValue();
    }
    return floats;
  }
}
