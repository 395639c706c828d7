package org.sourcefree.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sourcefree.testing.TestTensors.fetch;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sourcefree.graph.Tensors;
import org.sourcefree.network.Preprocessing.ChannelOrder;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TUint8;

class PreprocessingTest {
  private static final List<Double> ONES = List.of(1.0, 1.0, 1.0);
  private static final float BLUE = (float) 104.00698793;
  private static final float GREEN = (float) 116.66876762;
  private static final float RED = (float) 122.67891434;

  @Test
  void caffeTakesBgrMinusTheMean() {
    assertThat(apply(Preprocessing.CAFFE))
        .usingComparatorWithPrecision(1e-4f)
        .containsExactly(30 - BLUE, 20 - GREEN, 10 - RED, -BLUE, 255 - GREEN, 200 - RED);
  }

  @Test
  void rgbKeepsTheOrderAndDividesByEachChannelsDeviation() {
    assertThat(
            apply(
                new Preprocessing(
                    ChannelOrder.RGB, List.of(10.0, 0.0, 50.0), List.of(2.0, 4.0, 0.5))))
        .containsExactly(0, 5, -40, 95, 63.75f, -100);
  }

  @Test
  void refusesMeansOutsideTheGreyLevels() {
    for (List<Double> mean :
        List.of(List.of(1.0, 2.0), List.of(0.0, -1.0, 0.0), List.of(0.0, 256.0, Double.NaN))) {
      assertThatThrownBy(() -> new Preprocessing(ChannelOrder.RGB, mean, ONES))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("mean must be");
    }
  }

  @Test
  void refusesDeviationsThatAreNotPositive() {
    for (List<Double> deviation :
        List.of(List.of(1.0), List.of(1.0, 0.0, 1.0), List.of(1.0, 1.0, Double.NaN))) {
      assertThatThrownBy(() -> new Preprocessing(ChannelOrder.RGB, ONES, deviation))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("standard_deviation must be");
    }
  }

  private static float[] apply(Preprocessing preprocessing) {
    byte[] pixels = {10, 20, 30, (byte) 200, (byte) 255, 0};
    try (Graph graph = new Graph();
        Session session = new Session(graph);
        TUint8 image = Tensors.bytes(Shape.of(1, 2, 1, 3), pixels)) {
      Ops tf = Ops.create(graph);
      return fetch(session, preprocessing.build(tf, tf.constant(image)));
    }
  }
}
