package org.sourcefree.training.teacher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sourcefree.graph.Tensors;
import org.sourcefree.objective.CrossEntropy;
import org.sourcefree.objective.CrossEntropy.Mean;
import org.sourcefree.objective.Draws;
import org.sourcefree.objective.NegativeBinaryCrossEntropy;
import org.sourcefree.objective.Objective;
import org.sourcefree.objective.Predictions;
import org.sourcefree.testing.GoldenMeta;
import org.sourcefree.testing.Layouts;
import org.sourcefree.testing.Losses;
import org.sourcefree.testing.Npy;
import org.sourcefree.testing.TestTensors;
import org.sourcefree.training.replicas.Replicas;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;

/** DT-ST's class prior, selection and both terms against the authors' code. */
class DtstGoldenTest {
  private static final JsonNode CASES = GoldenMeta.read("dtst").get("cases");
  private static final PriorThresholds SETTINGS = new PriorThresholds(0.8, 0.2, 0.1, 0.001);

  @ParameterizedTest
  @ValueSource(strings = {"a", "b"})
  void theStepMatches(String name) {
    JsonNode scalars = CASES.get(name).get("scalars");
    int classes = scalars.get("C").asInt();
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Operand<TFloat32> prior =
          SETTINGS.follow(
              tf,
              tf.constant(array(name, "prior_before").floats()),
              Replicas.ONE.mean(tf, tf.nn.softmax(map(tf, name, "teacher_logits_full"))));
      assertThat(TestTensors.fetch(session, prior))
          .usingComparatorWithPrecision(1e-7f)
          .containsExactly(array(name, "prior_after").floats());
      Operand<TFloat32> teacher = tf.nn.softmax(map(tf, name, "teacher_logits"));
      Operand<TFloat32> labels =
          tf.dtypes.cast(SETTINGS.labels(tf, prior, teacher, classes), TFloat32.class);
      assertThat(TestTensors.fetch(session, labels)).containsExactly(ids(name, "pseudo"));

      Operand<TFloat32> logits = map(tf, name, "student_logits");
      Predictions predictions =
          Predictions.of(tf, logits, learnt(tf, name), classes, new Draws(0, tf.constant(0L)))
              .with(new Predictions.Taught(tf.reduceMax(teacher, tf.constant(3)), teacher));
      CrossEntropy positive = new CrossEntropy(1, Optional.empty(), Optional.of(Mean.ALL));
      NegativeBinaryCrossEntropy negative = new NegativeBinaryCrossEntropy(0.5);
      assertValue(
          session, Losses.value(tf, positive, predictions), scalars.get("positive").asDouble());
      assertValue(
          session, Losses.value(tf, negative, predictions), scalars.get("negative").asDouble());
      Operand<TFloat32> total =
          Losses.of(tf, new Objective(List.of(positive, negative)), predictions).total();
      Output<?>[] gradient =
          graph.addGradients(total.asOutput(), new Output<?>[] {logits.asOutput()});
      assertThat(TestTensors.fetch(session, gradient[0].expect(TFloat32.class)))
          .usingComparatorWithPrecision(1e-7f)
          .containsExactly(TestTensors.fetch(session, map(tf, name, "grad")));
    }
  }

  private static void assertValue(Session session, Operand<TFloat32> actual, double expected) {
    assertThat((double) TestTensors.fetch(session, actual)[0])
        .isCloseTo(expected, within(2e-6 * expected));
  }

  private static Operand<TUint8> learnt(Ops tf, String name) {
    long[] ids = array(name, "mixed_label").longs();
    byte[] bytes = new byte[ids.length];
    for (int i = 0; i < ids.length; i++) {
      bytes[i] = (byte) ids[i];
    }
    return tf.constant(Tensors.bytes(Shape.of(array(name, "mixed_label").shape()), bytes));
  }

  private static float[] ids(String name, String of) {
    long[] ids = array(name, of).longs();
    float[] values = new float[ids.length];
    for (int i = 0; i < ids.length; i++) {
      values[i] = ids[i];
    }
    return values;
  }

  private static Npy array(String name, String of) {
    return Npy.read("golden/dtst/%s_%s.npy".formatted(name, of));
  }

  /** NCHW as NHWC. */
  private static Operand<TFloat32> map(Ops tf, String name, String of) {
    Npy npy = array(name, of);
    long[] s = npy.shape();
    return TestTensors.constant(
        tf, Shape.of(s[0], s[2], s[3], s[1]), Layouts.nhwc(npy.floats(), s));
  }
}
