package org.sourcefree.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Golden arrays that hold all weights of a network one after the other, as meta.json lays out. */
public final class FlatWeights {
  private FlatWeights() {}

  /**
   * The weights by name, as TensorFlow lays them out.
   *
   * @param layout name, shape (OIHW) and offset of each
   * @param named their names in the product; empty for those that it lacks
   */
  public static Map<String, float[]> of(
      float[] flat, JsonNode layout, Function<String, Optional<String>> named) {
    Map<String, float[]> values = new LinkedHashMap<>();
    for (JsonNode entry : layout) {
      long[] shape = new long[entry.get(1).size()];
      for (int i = 0; i < shape.length; i++) {
        shape[i] = entry.get(1).get(i).asLong();
      }
      int from = entry.get(2).asInt();
      int size = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
      float[] oihw = Arrays.copyOfRange(flat, from, from + size);
      named
          .apply(entry.get(0).asText())
          .ifPresent(name -> values.put(name, Layouts.hwio(oihw, shape)));
    }
    return values;
  }

  /** A discriminator's name of a weight, by the authors' name of it: conv1 or, in ADVENT, 0. */
  public static Optional<String> ofDiscriminator(String name) {
    String kind = name.substring(name.indexOf('.'));
    return Optional.of(
        switch (name.substring(0, name.indexOf('.'))) {
          case "0" -> "conv1" + kind;
          case "2" -> "conv2" + kind;
          case "4" -> "conv3" + kind;
          case "6" -> "conv4" + kind;
          case "8" -> "classifier" + kind;
          default -> name;
        });
  }

  /** The largest difference between two arrays, relative to the largest expected magnitude. */
  public static double error(float[] actual, float[] expected) {
    if (actual.length != expected.length) {
      throw new IllegalArgumentException(
          "there must be %d values, got %d".formatted(expected.length, actual.length));
    }
    double largest = 0;
    double difference = 0;
    for (int i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i]));
      difference = Math.max(difference, Math.abs((double) actual[i] - expected[i]));
    }
    return difference / largest;
  }
}
