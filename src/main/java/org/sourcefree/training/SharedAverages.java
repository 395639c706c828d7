package org.sourcefree.training;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.sourcefree.data.Pool;
import org.sourcefree.graph.Variables;
import org.sourcefree.graph.Variables.Variable;
import org.tensorflow.Session;

/**
 * Running averages that several move together: each computes the statistics of some batches, and
 * all move by them in the order of the batches, so that they end as one alone would, to the bit.
 */
final class SharedAverages {
  private final Session session;
  private final Variables variables;
  private final List<Variable> averages;
  private final Pool pool;
  private final float[] present;

  /** Begins with the present averages. */
  SharedAverages(Session session, Variables variables, Pool pool) {
    this.session = session;
    this.variables = variables;
    this.averages = variables.of(Variables.Role.AVERAGE);
    this.pool = pool;
    this.present = read();
  }

  /**
   * What a batch would replace the averages by, at weight 1. They are put to zero first, as r + 1 ·
   * (batch − r) is the batch to the bit with r = 0 alone.
   *
   * @param pass moves the averages by the batch
   */
  float[] statistics(Runnable pass) {
    assign(new float[present.length]);
    pass.run();
    return read();
  }

  /**
   * Moves by the batches of a turn, one of each at most.
   *
   * @param own this one's statistics, of as many numbers as {@link #statistics} has; empty if it
   *     has no batch in this turn
   * @param place of the own batch in the turn
   * @param weights of the turn's batches
   */
  void move(float[] own, int place, float... weights) {
    long[] bits = new long[weights.length * present.length];
    for (int i = 0; i < own.length; i++) {
      bits[place * present.length + i] = Float.floatToRawIntBits(own[i]);
    }
    // The others' places are zero, so that the sum has everybody's bits.
    long[] all = pool.sum(bits);
    for (int batch = 0; batch < weights.length; batch++) {
      for (int i = 0; i < present.length; i++) {
        float statistic = Float.intBitsToFloat((int) all[batch * present.length + i]);
        present[i] += weights[batch] * (statistic - present[i]);
      }
    }
  }

  /** Gives the network the averages as they are now. */
  void finish() {
    assign(present);
  }

  private float[] read() {
    Map<String, float[]> values = Variables.read(session, averages);
    float[] all = new float[averages.stream().mapToInt(SharedAverages::size).sum()];
    int at = 0;
    for (Variable average : averages) {
      float[] value = Objects.requireNonNull(values.get(average.name()));
      System.arraycopy(value, 0, all, at, value.length);
      at += value.length;
    }
    return all;
  }

  private void assign(float[] all) {
    Map<String, float[]> values = new LinkedHashMap<>();
    int at = 0;
    for (Variable average : averages) {
      float[] value = new float[size(average)];
      System.arraycopy(all, at, value, 0, value.length);
      values.put(average.name(), value);
      at += value.length;
    }
    variables.assign(session, values);
  }

  private static int size(Variable average) {
    return Math.toIntExact(average.shape().size());
  }
}
