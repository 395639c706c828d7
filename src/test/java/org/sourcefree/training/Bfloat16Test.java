package org.sourcefree.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sourcefree.graph.Compute;
import org.sourcefree.graph.Devices;
import org.sourcefree.graph.Sessions;
import org.sourcefree.graph.Variables;
import org.sourcefree.graph.Variables.Variable;
import org.sourcefree.network.Model;
import org.sourcefree.network.deeplab.DeepLabV2;
import org.sourcefree.testing.PaperNetwork;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;

/**
 * Steps in bfloat16 on ResNet-101. The blocks' last scales are 0.1, as drawn ones of 1 make a
 * network that no trained one is like: it turns the rounding of float32 into 3 % of a gradient.
 */
@Tag("slow")
class Bfloat16Test {
  private static final int CROP = 161;
  private static final int STEPS = 5;
  private static final Model MODEL = PaperNetwork.MODEL;

  @Test
  void theLossesFollowThoseOfFloat32() {
    assumeTrue(Devices.cpuHasBfloat16(), "this CPU multiplies no bfloat16");
    List<Double> single = losses(Compute.Precision.FLOAT32);
    List<Double> half = losses(Compute.Precision.BFLOAT16);
    assertThat(single.get(STEPS - 1)).as("the steps change something").isLessThan(single.get(0));
    for (int step = 0; step < STEPS; step++) {
      double expected = single.get(step);
      assertThat(half.get(step)).as("step " + step).isCloseTo(expected, within(0.005 * expected));
    }
    assertThat(half).isNotEqualTo(single);
  }

  private static List<Double> losses(Compute.Precision precision) {
    Compute compute = new Compute(Compute.Device.CPU, precision);
    List<Double> losses = new ArrayList<>();
    try (Graph graph = new Graph();
        Session session = Sessions.open(graph, compute)) {
      Variables variables = new Variables(Ops.create(graph), compute.kernels());
      Step training = new Step(graph, variables, MODEL, PaperNetwork.LD, 1);
      initialise(session, variables);
      for (int step = 0; step < STEPS; step++) {
        losses.add(training.run(session, PaperNetwork.batch(CROP), step, 1e-5).total());
      }
    }
    return losses;
  }

  private static void initialise(Session session, Variables variables) {
    SplittableRandom random = new SplittableRandom(1);
    Map<String, float[]> values = new LinkedHashMap<>();
    for (Variable variable : variables.all()) {
      float[] drawn =
          variable.role() == Variables.Role.MOMENTUM
              ? new float[(int) variable.shape().size()]
              : DeepLabV2.initialValues(variable.name(), variable.shape(), random.split());
      if (variable.name().endsWith("bn3.weight")) {
        Arrays.fill(drawn, 0.1f);
      }
      values.put(variable.name(), drawn);
    }
    variables.assign(session, values);
  }
}
