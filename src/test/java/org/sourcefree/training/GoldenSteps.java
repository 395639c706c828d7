package org.sourcefree.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.sourcefree.data.ClassSet;
import org.sourcefree.graph.Tensors;
import org.sourcefree.graph.Variables;
import org.sourcefree.testing.Layouts;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TType;

/** Whole iterations of authors' training loops, taken as steps and compared. */
final class GoldenSteps {
  private GoldenSteps() {}

  /** What a stream brings to an iteration. */
  record Parts(Part images, Part labels) {}

  @FunctionalInterface
  interface PartsOf {
    Parts of(String stream, int iteration);
  }

  /** Bytes in an order by a shape. */
  static final class Part {
    private final byte[] values;
    private final long[] shape;

    Part(byte[] values, long[] shape) {
      this.values = values;
      this.shape = shape;
    }

    /** One of an array of all iterations. */
    static Part ofIteration(byte[] all, long[] shape, int iteration) {
      int size = all.length / (int) shape[0];
      return new Part(
          Arrays.copyOfRange(all, iteration * size, (iteration + 1) * size),
          Arrays.copyOfRange(shape, 1, shape.length));
    }

    /** Labels that are all ignored. */
    static Part unlabelled(long images, long height, long width) {
      byte[] none = new byte[(int) (images * height * width)];
      Arrays.fill(none, (byte) ClassSet.IGNORE);
      return new Part(none, new long[] {images, height, width});
    }

    long[] shape() {
      return shape;
    }
  }

  /** Takes a step on both streams' preprocessed images, and returns its terms. */
  static Map<String, Double> run(Session session, Step step, int iteration, PartsOf parts) {
    List<TType> fed = new ArrayList<>();
    Session.Runner runner = session.runner();
    for (String stream : List.of(Streams.SOURCE, Streams.TARGET)) {
      Parts own = parts.of(stream, iteration);
      long[] s = own.images().shape;
      float[] inputs = new float[own.images().values.length];
      for (int i = 0; i < inputs.length; i++) {
        inputs[i] = own.images().values[i];
      }
      TFloat32 inputTensor =
          Tensors.floats(Shape.of(s[0], s[2], s[3], s[1]), Layouts.nhwc(inputs, s));
      TUint8 labelTensor = Tensors.bytes(Shape.of(own.labels().shape), own.labels().values);
      fed.addAll(List.of(inputTensor, labelTensor));
      runner
          .feed(step.pass(stream).inputs(), inputTensor)
          .feed(step.pass(stream).labels(), labelTensor);
    }
    try {
      return step.run(runner, iteration, 1).terms();
    } finally {
      fed.forEach(TType::close);
    }
  }

  /** Compares weights to 1e-5 and running averages to 1e-4 of each. */
  static void assertWeights(Session session, Variables variables, Map<String, float[]> expected) {
    expected.forEach(
        (name, values) -> {
          float[] actual = variables.read(session, name);
          for (int i = 0; i < values.length; i++) {
            double tolerance = name.contains("running_") ? 1e-4 * Math.abs(values[i]) : 1e-5;
            assertThat((double) actual[i])
                .as("%s [%d]", name, i)
                .isCloseTo(values[i], within(Math.max(tolerance, 1e-5)));
          }
        });
  }
}
