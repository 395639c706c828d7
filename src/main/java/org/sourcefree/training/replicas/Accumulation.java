package org.sourcefree.training.replicas;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sourcefree.data.Batch;
import org.sourcefree.data.Share;
import org.sourcefree.graph.Tensors;
import org.sourcefree.objective.Part;
import org.sourcefree.optimizer.Gradients;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TType;

/**
 * One machine that computes a batch in parts, one after another, where its memory does not do for
 * all. The parts' numerators and denominators are found first, with a forward pass each; then every
 * part's gradients are, at means over all parts; the last part moves by the sum. It is what one
 * computes on the whole batch, but for the order of additions, and but for batch statistics, which
 * are each part's own.
 */
public final class Accumulation implements Replicas {
  private final int parts;
  private final List<Summand> means = new ArrayList<>();
  private final List<Summand> gradients = new ArrayList<>();

  /** A value of this part, and the place where the sum of the others' is fed. */
  private record Summand(Operand<TFloat32> own, Placeholder<TFloat32> others) {}

  /**
   * Prepares it for one step's graph.
   *
   * @param parts at least 1
   */
  public Accumulation(int parts) {
    this.parts = parts;
  }

  @Override
  public Part sum(Ops tf, Part part) {
    return new Part(
        sum(tf, part.numerator(), means), sum(tf, tf.stopGradient(part.denominator()), means));
  }

  @Override
  public Gradients sum(Ops tf, Gradients own) {
    List<Operand<TFloat32>> sums = new ArrayList<>();
    own.values().forEach(each -> sums.add(sum(tf, each, gradients)));
    return new Gradients(own.parameters(), sums, own.finite());
  }

  private static Operand<TFloat32> sum(Ops tf, Operand<TFloat32> own, List<Summand> into) {
    // Two parameters may share one gradient, and a value cannot be fetched twice.
    Operand<TFloat32> fetched = tf.identity(own);
    Placeholder<TFloat32> others = tf.placeholder(TFloat32.class, Placeholder.shape(own.shape()));
    into.add(new Summand(fetched, others));
    return tf.math.add(fetched, others);
  }

  @Override
  public Map<String, Batch> allButLast(
      Partial partial, Map<String, Batch> batches, Session.Runner last, List<TType> fed) {
    List<Map<String, Batch>> divided = divided(batches);
    List<List<float[]>> counted = new ArrayList<>();
    for (Map<String, Batch> part : divided) {
      counted.add(fetched(partial, part, List.of(), means, false));
    }
    List<float[]> gathered = zeros(gradients);
    int end = divided.size() - 1;
    for (int i = 0; i < end; i++) {
      List<float[]> others = sumWithout(counted, i);
      add(gathered, fetched(partial, divided.get(i), others, gradients, true));
    }
    feed(last, means, sumWithout(counted, end), fed);
    feed(last, gradients, gathered, fed);
    return divided.get(end);
  }

  /** No part is empty. */
  private List<Map<String, Batch>> divided(Map<String, Batch> batches) {
    int number =
        batches.values().stream()
            .mapToInt(Batch::size)
            .map(n -> Math.min(n, parts))
            .min()
            .orElse(1);
    List<Map<String, Batch>> divided = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      Share share = new Share(i, number);
      Map<String, Batch> part = new LinkedHashMap<>();
      batches.forEach((stream, batch) -> part.put(stream, batch.part(share)));
      divided.add(part);
    }
    return divided;
  }

  /**
   * Some of a part's own values.
   *
   * @param others fed as the means' other parts; none for what needs no mean
   */
  private List<float[]> fetched(
      Partial partial,
      Map<String, Batch> part,
      List<float[]> others,
      List<Summand> wanted,
      boolean movesAverages) {
    List<TType> fed = new ArrayList<>();
    try {
      Session.Runner runner = partial.begin(part, movesAverages, fed);
      feed(runner, others.isEmpty() ? List.of() : means, others, fed);
      wanted.forEach(each -> runner.fetch(each.own()));
      List<float[]> values = new ArrayList<>();
      try (Result result = runner.run()) {
        for (int i = 0; i < wanted.size(); i++) {
          values.add(Tensors.array((TFloat32) result.get(i)));
        }
      }
      return values;
    } finally {
      fed.forEach(TType::close);
    }
  }

  private static void feed(
      Session.Runner runner, List<Summand> places, List<float[]> values, List<TType> fed) {
    for (int i = 0; i < places.size(); i++) {
      Placeholder<TFloat32> place = places.get(i).others();
      TFloat32 tensor = Tensors.floats(place.shape(), values.get(i));
      fed.add(tensor);
      runner.feed(place, tensor);
    }
  }

  private List<float[]> sumWithout(List<List<float[]>> counted, int part) {
    List<float[]> sums = zeros(means);
    for (int i = 0; i < counted.size(); i++) {
      if (i != part) {
        add(sums, counted.get(i));
      }
    }
    return sums;
  }

  private static List<float[]> zeros(List<Summand> like) {
    return like.stream()
        .map(each -> new float[Math.toIntExact(each.others().shape().size())])
        .toList();
  }

  private static void add(List<float[]> sums, List<float[]> more) {
    for (int i = 0; i < sums.size(); i++) {
      float[] sum = sums.get(i);
      float[] summand = more.get(i);
      for (int k = 0; k < sum.length; k++) {
        sum[k] += summand[k];
      }
    }
  }
}
