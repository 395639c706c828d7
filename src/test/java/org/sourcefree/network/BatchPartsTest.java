package org.sourcefree.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sourcefree.testing.TestTensors.constant;
import static org.sourcefree.testing.TestTensors.fetch;
import static org.sourcefree.testing.TestTensors.normal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sourcefree.graph.ConvolutionKernels;
import org.sourcefree.graph.Variables;
import org.sourcefree.testing.PlainSession;
import org.sourcefree.testing.TestTensors;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** A batch in two places, two images here and one there, against the batch in one. */
class BatchPartsTest {
  private static final int CHANNELS = 4;
  private static final Shape ONE_IMAGE = Shape.of(1, 5, 3, CHANNELS);
  private static final int OF_IMAGE = 5 * 3 * CHANNELS;
  private static final float[] INPUT = moved(normal(1, Shape.of(3, 5, 3, CHANNELS), 2));
  private static final float[] UPSTREAM = normal(2, Shape.of(3, 5, 3, CHANNELS), 1);
  private static final AtomicInteger BUILT = new AtomicInteger();

  /** Far from 0, where a variance from sums of squares alone would lose its digits. */
  private static float[] moved(float[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] += 300;
    }
    return values;
  }

  /** What a place tells, and is told by the others. */
  private record Told(String name, List<Operand<TFloat32>> others, List<Operand<TFloat32>> own)
      implements BatchParts.Exchange {
    Told(List<Operand<TFloat32>> others) {
      this("test_" + BUILT.incrementAndGet(), others, new ArrayList<>());
    }

    @Override
    public Operand<TFloat32> rows(Ops tf, Operand<TFloat32> values) {
      own.add(values);
      List<Operand<TFloat32>> all = new ArrayList<>(own);
      all.addAll(others);
      return tf.stack(all);
    }
  }

  /** What a place computes: y, and the gradients by x, scale and shift. */
  private record Place(
      Operand<TFloat32> y, List<Operand<TFloat32>> gradients, Told forward, Told back) {}

  private final Graph graph = new Graph();
  private final Ops tf = Ops.create(graph);

  private List<Operand<TFloat32>> gradients(
      Operand<TFloat32> x, Operand<TFloat32> y, Variables variables, Operand<TFloat32> upstream) {
    Operand<TFloat32> loss =
        tf.reduceSum(tf.math.mul(y, upstream), tf.constant(new int[] {0, 1, 2, 3}));
    Output<?>[] by = {
      x.asOutput(),
      variables.all().get(0).value().asOutput(),
      variables.all().get(1).value().asOutput()
    };
    List<Operand<TFloat32>> values = new ArrayList<>();
    for (Output<?> gradient : graph.addGradients(loss.asOutput(), by)) {
      values.add(gradient.expect(TFloat32.class));
    }
    return values;
  }

  private Operand<TFloat32> images(float[] all, int first, int number) {
    Shape shape = Shape.of(number, ONE_IMAGE.get(1), ONE_IMAGE.get(2), CHANNELS);
    int from = first * OF_IMAGE;
    return constant(tf, shape, Arrays.copyOfRange(all, from, from + number * OF_IMAGE));
  }

  private BatchNormLayers layers(Variables variables, Optional<BatchParts> parts) {
    return new BatchNormLayers(
        tf, variables, new Normalisation(true, tf.constant(0.25f), List.of(), parts));
  }

  private Place place(
      Variables variables,
      int first,
      int number,
      List<Operand<TFloat32>> forwardOthers,
      List<Operand<TFloat32>> backOthers,
      List<Op> updates) {
    Told forward = new Told(forwardOthers);
    Told back = new Told(backOthers);
    List<BatchParts.Exchange> exchanges = new ArrayList<>(List.of(forward, back));
    Operand<TFloat32> x = images(INPUT, first, number);
    BatchNormLayers layers = layers(variables, Optional.of(() -> exchanges.remove(0)));
    Operand<TFloat32> y = layers.layer(x, "bn", CHANNELS);
    updates.addAll(layers.updates());
    Operand<TFloat32> upstream = images(UPSTREAM, first, number);
    return new Place(y, gradients(x, y, variables, upstream), forward, back);
  }

  @ParameterizedTest
  @EnumSource(
      value = ConvolutionKernels.class,
      names = {"MATRIX", "CONVOLUTION"})
  void aBatchInTwoPlacesIsNormalisedAsInOne(ConvolutionKernels kernels) {
    Variables variables = new Variables(tf, kernels);
    List<Op> unused = new ArrayList<>();
    List<Op> moves = new ArrayList<>();
    Operand<TFloat32> x = images(INPUT, 0, 3);
    BatchNormLayers layers = layers(variables, Optional.empty());
    Operand<TFloat32> y = layers.layer(x, "bn", CHANNELS);
    List<Operand<TFloat32>> gradients = gradients(x, y, variables, images(UPSTREAM, 0, 3));
    // What one place tells the other does not follow from what it is told in the same exchange.
    Place alone = place(variables, 2, 1, List.of(), List.of(), unused);
    Place early = place(variables, 0, 2, alone.forward().own(), List.of(), unused);
    Place second = place(variables, 2, 1, early.forward().own(), early.back().own(), unused);
    Place first = place(variables, 0, 2, alone.forward().own(), second.back().own(), moves);
    try (Session session = PlainSession.open(graph)) {
      TestTensors.initialise(session, variables, 2);
      assertClose(joined(session, first.y(), second.y()), fetch(session, y));
      assertClose(
          joined(session, first.gradients().get(0), second.gradients().get(0)),
          fetch(session, gradients.get(0)));
      for (int i = 1; i < gradients.size(); i++) {
        assertClose(
            fetch(session, tf.math.add(first.gradients().get(i), second.gradients().get(i))),
            fetch(session, gradients.get(i)));
      }
      assertThat(averages(session, variables, moves))
          .usingComparatorWithPrecision(2e-5f)
          .containsExactly(averages(session, variables, layers.updates()));
    } finally {
      graph.close();
    }
  }

  /** The running averages after the moves, which are taken back. */
  private static float[] averages(Session session, Variables variables, List<Op> moves) {
    List<String> names = List.of("bn.running_mean", "bn.running_var");
    List<float[]> before = names.stream().map(name -> variables.read(session, name)).toList();
    Session.Runner runner = session.runner();
    moves.forEach(runner::addTarget);
    runner.run().close();
    float[] after = new float[2 * CHANNELS];
    for (int i = 0; i < 2; i++) {
      System.arraycopy(variables.read(session, names.get(i)), 0, after, i * CHANNELS, CHANNELS);
      variables.assign(session, Map.of(names.get(i), before.get(i)));
    }
    return after;
  }

  private static float[] joined(
      Session session, Operand<TFloat32> first, Operand<TFloat32> second) {
    float[] one = fetch(session, first);
    float[] other = fetch(session, second);
    float[] all = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, all, one.length, other.length);
    return all;
  }

  private static void assertClose(float[] actual, float[] expected) {
    assertThat(actual).usingComparatorWithPrecision(2e-4f).containsExactly(expected);
  }
}
