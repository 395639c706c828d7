package org.sourcefree.network.deeplab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.sourcefree.testing.TestTensors.fetch;

import org.junit.jupiter.api.Test;
import org.sourcefree.graph.Compute;
import org.sourcefree.graph.ConvolutionKernels;
import org.sourcefree.graph.Devices;
import org.sourcefree.graph.Sessions;
import org.sourcefree.graph.Variables;
import org.sourcefree.network.BatchNormLayers;
import org.sourcefree.network.Normalisation;
import org.sourcefree.testing.TestTensors;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

class Bfloat16StemTest {
  /** Of three channels TensorFlow's convolution in bfloat16 reads beyond the end. */
  @Test
  void isCloseToTheStemInFloat32() {
    assumeTrue(Devices.cpuHasBfloat16(), "this CPU multiplies no bfloat16");
    float[] single = stem(Compute.Precision.FLOAT32);
    float[] half = stem(Compute.Precision.BFLOAT16);
    double worst = 0;
    for (int i = 0; i < single.length; i++) {
      worst = Math.max(worst, Math.abs(half[i] - single[i]) / (1 + Math.abs(single[i])));
    }
    assertThat(worst).isPositive().isLessThan(0.03);
  }

  private static float[] stem(Compute.Precision precision) {
    Compute compute = new Compute(Compute.Device.CPU, precision);
    try (Graph graph = new Graph();
        Session session = Sessions.open(graph, compute)) {
      Ops tf = Ops.create(graph);
      Variables variables = new Variables(tf, ConvolutionKernels.EVEN_CONVOLUTION);
      // A variable, as constants are computed before the precision is chosen.
      Operand<TFloat32> x = variables.get("x", Shape.of(1, 41, 41, 3)).value();
      BatchNormLayers batchNorm =
          new BatchNormLayers(tf, variables, Normalisation.batch(tf.constant(0f)));
      Operand<TFloat32> stem = new ResNet(tf, variables, batchNorm).stem(x, 64);
      TestTensors.initialise(session, variables, 2);
      return fetch(session, stem);
    }
  }
}
