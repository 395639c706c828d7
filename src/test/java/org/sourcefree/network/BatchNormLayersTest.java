package org.sourcefree.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.sourcefree.testing.TestTensors.constant;
import static org.sourcefree.testing.TestTensors.fetch;
import static org.sourcefree.testing.TestTensors.normal;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sourcefree.graph.Variables;
import org.sourcefree.graph.Variables.Variable;
import org.sourcefree.testing.FiniteDifferences;
import org.sourcefree.testing.TestTensors;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

class BatchNormLayersTest {
  private static final int CHANNELS = 4;
  private static final Shape X = Shape.of(2, 5, 3, CHANNELS);
  private static final float[] INPUT = normal(1, X, 2);
  private static final int PIXELS = 2 * 5 * 3;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void gradientsMatchDifferences(boolean batchStatistics) {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Variables variables = new Variables(tf);
      Operand<TFloat32> x = constant(tf, X, INPUT);
      Operand<TFloat32> y = layers(tf, variables, batchStatistics).layer(x, "bn", CHANNELS);
      TestTensors.initialise(session, variables, 2);
      assertThat(new FiniteDifferences(graph, session, x, y).error(INPUT, 0.02))
          .as("by x")
          .isLessThan(0.01);
      for (Variable variable : variables.all().subList(0, 2)) {
        float[] values = variables.read(session, variable.name());
        assertThat(new FiniteDifferences(graph, session, variable.value(), y).error(values, 0.1))
            .as("by " + variable.name())
            .isLessThan(0.005);
      }
    }
  }

  @Test
  void batchModeNormalisesEveryChannelWithItsOwnStatistics() {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Variables variables = new Variables(tf);
      Operand<TFloat32> y =
          layers(tf, variables, true).layer(constant(tf, X, INPUT), "bn", CHANNELS);
      TestTensors.initialise(session, variables, 2);
      float[] values = fetch(session, y);
      for (int c = 0; c < CHANNELS; c++) {
        double scale = variables.read(session, "bn.weight")[c];
        double shift = variables.read(session, "bn.bias")[c];
        assertThat(mean(values, c)).isCloseTo(shift, within(1e-5));
        assertThat(Math.sqrt(variance(values, c))).isCloseTo(scale, within(1e-4));
      }
    }
  }

  @Test
  void runningModeNormalisesWithTheRunningAveragesAndOffersNoUpdate() {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Variables variables = new Variables(tf);
      BatchNormLayers layers = layers(tf, variables, false);
      Operand<TFloat32> y = layers.layer(constant(tf, X, INPUT), "bn", CHANNELS);
      TestTensors.initialise(session, variables, 2);
      float[] values = fetch(session, y);
      for (int i = 0; i < INPUT.length; i++) {
        int c = i % CHANNELS;
        double centred = INPUT[i] - variables.read(session, "bn.running_mean")[c];
        double deviation = Math.sqrt(variables.read(session, "bn.running_var")[c] + 1e-5);
        double scaled = centred / deviation * variables.read(session, "bn.weight")[c];
        assertThat((double) values[i])
            .isCloseTo(scaled + variables.read(session, "bn.bias")[c], within(1e-5));
      }
      assertThat(layers.updates()).isEmpty();
    }
  }

  @Test
  void runningAveragesMoveByTheMomentumTowardTheBatchWithUnbiasedVariance() {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Variables variables = new Variables(tf);
      BatchNormLayers layers = layers(tf, variables, true);
      layers.layer(constant(tf, X, INPUT), "bn", CHANNELS);
      TestTensors.initialise(session, variables, 2);
      float[] means = variables.read(session, "bn.running_mean");
      float[] variances = variables.read(session, "bn.running_var");
      Session.Runner runner = session.runner();
      layers.updates().forEach(runner::addTarget);
      runner.run().close();
      for (int c = 0; c < CHANNELS; c++) {
        double unbiased = variance(INPUT, c) * PIXELS / (PIXELS - 1);
        assertThat((double) variables.read(session, "bn.running_mean")[c])
            .isCloseTo(0.75 * means[c] + 0.25 * mean(INPUT, c), within(1e-5));
        assertThat((double) variables.read(session, "bn.running_var")[c])
            .isCloseTo(0.75 * variances[c] + 0.25 * unbiased, within(1e-5));
      }
    }
  }

  @Test
  void everyLayerOffersTwoUpdates() {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      BatchNormLayers layers = layers(tf, new Variables(tf), true);
      for (String name : List.of("bn1", "bn2", "bn3")) {
        layers.layer(constant(tf, X, INPUT), name, CHANNELS);
      }
      assertThat(layers.updates()).hasSize(6);
    }
  }

  private static BatchNormLayers layers(Ops tf, Variables variables, boolean batchStatistics) {
    return new BatchNormLayers(
        tf, variables, new Normalisation(batchStatistics, tf.constant(0.25f), List.of()));
  }

  private static double mean(float[] values, int channel) {
    double sum = 0;
    for (int i = channel; i < values.length; i += CHANNELS) {
      sum += values[i];
    }
    return sum / PIXELS;
  }

  private static double variance(float[] values, int channel) {
    double mean = mean(values, channel);
    double sum = 0;
    for (int i = channel; i < values.length; i += CHANNELS) {
      sum += (values[i] - mean) * (values[i] - mean);
    }
    return sum / PIXELS;
  }
}
