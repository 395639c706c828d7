package org.sourcefree.training.teacher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sourcefree.graph.Tensors;
import org.sourcefree.graph.Variables;
import org.sourcefree.mixing.ClassMix;
import org.sourcefree.mixing.Labelled;
import org.sourcefree.objective.CrossEntropy;
import org.sourcefree.objective.CrossEntropy.ImageWeight;
import org.sourcefree.objective.CrossEntropy.Mean;
import org.sourcefree.objective.Draws;
import org.sourcefree.objective.Predictions;
import org.sourcefree.testing.GoldenMeta;
import org.sourcefree.testing.Layouts;
import org.sourcefree.testing.Losses;
import org.sourcefree.testing.Npy;
import org.sourcefree.testing.TestTensors;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TType;

/** A step of LDBE's second stage and its averaged network against the authors' code. */
class LdbeGoldenTest {
  private static final JsonNode CASES = GoldenMeta.read("ldbe").get("cases");
  private static final Teacher TEACHER =
      new Teacher(0.99, true, Optional.empty(), Teacher.Statistics.BATCH, Optional.empty());

  /** Arrays of one case. */
  private record Golden(String name) {
    Npy array(String of) {
      return Npy.read("golden/ldbe/" + name + "_" + of + ".npy");
    }

    /** NCHW as NHWC. */
    Operand<TFloat32> map(Ops tf, String of) {
      Npy npy = array(of);
      long[] s = npy.shape();
      return TestTensors.constant(
          tf, Shape.of(s[0], s[2], s[3], s[1]), Layouts.nhwc(npy.floats(), s));
    }

    Operand<TUint8> labels(Ops tf) {
      long[] ids = array("label").longs();
      byte[] bytes = new byte[ids.length];
      for (int i = 0; i < ids.length; i++) {
        bytes[i] = (byte) ids[i];
      }
      return tf.constant(Tensors.bytes(Shape.of(array("label").shape()), bytes));
    }

    /** Every image's classes in the order drawn, [N, C]. */
    Operand<TFloat32> order(Ops tf, int classes) {
      long[] shape = array("label").shape();
      long[] taught = array("teacher_label").longs();
      int pixels = (int) (shape[1] * shape[2]);
      float[] order = new float[(int) shape[0] * classes];
      for (int n = 0; n < shape[0]; n++) {
        long[] own = Arrays.copyOfRange(taught, n * pixels, (n + 1) * pixels);
        long[] present = Arrays.stream(own).distinct().sorted().toArray();
        long[] permutation = array("perm_" + n).longs();
        for (int k = 0; k < permutation.length; k++) {
          order[n * classes + (int) present[(int) permutation[k]]] = k;
        }
      }
      return TestTensors.constant(tf, Shape.of(shape[0], classes), order);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "b", "c", "d", "e", "f"})
  void theStepMatches(String name) {
    Golden golden = new Golden(name);
    JsonNode scalars = CASES.get(name).get("scalars");
    int classes = scalars.get("C").asInt();
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Operand<TFloat32> probabilities = tf.nn.softmax(golden.map(tf, "teacher_logits"));
      Labelled taught =
          Teaching.everywhere(tf, golden.map(tf, "image"), golden.labels(tf), probabilities);
      assertLabels(session, taught.labels(), golden.array("teacher_label"));
      assertClose(TestTensors.fetch(session, taught.confidence()), golden.array("teacher_conf"));
      Labelled mixed = new ClassMix(0.5).mix(tf, taught, classes, golden.order(tf, classes));
      assertLabels(session, mixed.labels(), golden.array("mixed_label"));
      assertClose(TestTensors.fetch(session, mixed.confidence()), golden.array("mixed_conf"));
      assertThat(TestTensors.fetch(session, mixed.inputs()))
          .containsExactly(TestTensors.fetch(session, golden.map(tf, "mixed_image")));

      Operand<TFloat32> logits = golden.map(tf, "student_logits");
      Operand<TFloat32> loss =
          Losses.value(
              tf,
              new CrossEntropy(1, Optional.of(new ImageWeight(0.97)), Optional.of(Mean.NONZERO)),
              Predictions.of(
                      tf,
                      logits,
                      tf.dtypes.cast(mixed.labels(), TUint8.class),
                      classes,
                      new Draws(0, tf.constant(0L)))
                  .with(new Predictions.Taught(mixed.confidence(), probabilities)));
      double expected = scalars.get("loss").asDouble();
      assertThat((double) TestTensors.fetch(session, loss)[0])
          .isCloseTo(Double.isNaN(expected) ? 0 : expected, within(1e-6));
      Output<?>[] gradient =
          graph.addGradients(loss.asOutput(), new Output<?>[] {logits.asOutput()});
      assertThat(TestTensors.fetch(session, gradient[0].expect(TFloat32.class)))
          .usingComparatorWithPrecision(1e-8f)
          .containsExactly(TestTensors.fetch(session, golden.map(tf, "grad")));
    }
  }

  @Test
  void theAveragedNetworkMatches() {
    Golden golden = new Golden("ema");
    float[] params = golden.array("param").floats();
    float[] averages = golden.array("ema").floats();
    int size = golden.array("initial").floats().length;
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Variables variables = new Variables(tf);
      Variables.Variable student = variables.get("w", Shape.of(size));
      Placeholder<TInt64> step = tf.placeholder(TInt64.class);
      AveragedNetwork teacher =
          AveragedNetwork.of(tf, variables, TEACHER, tf.zerosLike(student.value()));
      Op copy = teacher.copy();
      Op follow = teacher.follow(tf.noOp(), step);
      variables.assign(session, Map.of("w", golden.array("initial").floats()));
      AveragedNetwork.run(session, copy);
      for (int k = 0; k < params.length / size; k++) {
        variables.assign(
            session, Map.of("w", Arrays.copyOfRange(params, k * size, (k + 1) * size)));
        try (TInt64 number = TInt64.scalarOf(k)) {
          session.runner().feed(step, number).addTarget(follow).run().close();
        }
        assertThat(variables.read(session, "teacher.w"))
            .as("step " + k)
            .usingComparatorWithPrecision(1e-6f)
            .containsExactly(Arrays.copyOfRange(averages, k * size, (k + 1) * size));
      }
    }
  }

  private static void assertLabels(Session session, Operand<TInt32> actual, Npy expected) {
    try (TType fetched = (TType) session.runner().fetch(actual).run().get(0)) {
      int[] values = new int[(int) fetched.shape().size()];
      ((TInt32) fetched).asRawTensor().data().asInts().read(values);
      assertThat(Arrays.stream(values).asLongStream().toArray()).containsExactly(expected.longs());
    }
  }

  private static void assertClose(float[] actual, Npy expected) {
    assertThat(actual).usingComparatorWithPrecision(1e-6f).containsExactly(expected.floats());
  }
}
