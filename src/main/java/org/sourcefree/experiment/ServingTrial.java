package org.sourcefree.experiment;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.sourcefree.InvalidInputException;
import org.sourcefree.checkpoint.ServedModel;
import org.sourcefree.graph.Tensors;
import org.sourcefree.image.PngWriter;
import org.sourcefree.image.RgbImage;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.SessionFunction;
import org.tensorflow.Tensor;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TString;
import org.tensorflow.types.TUint8;

/** Loads an export as a server does and asks it for one image, several times. */
final class ServingTrial {
  private static final int WARM_UPS = 2;
  private static final int RUNS = 5;

  private ServingTrial() {}

  /**
   * How long an answer takes on this machine, median, milliseconds.
   *
   * @param pixels of serving_default
   * @param file of serving_bytes
   */
  record Latency(double pixels, double file) {}

  /**
   * Tries both signatures.
   *
   * @throws InvalidInputException if the network cannot predict such an image
   */
  static Latency run(Path folder, RgbImage image) {
    try (SavedModelBundle bundle = SavedModelBundle.load(folder.toString());
        TUint8 pixels =
            Tensors.bytes(Shape.of(1, image.height(), image.width(), 3), image.pixels());
        TString file = TString.tensorOfBytes(NdArrays.vectorOfObjects(PngWriter.rgb(image)))) {
      return new Latency(
          milliseconds(bundle.function(ServedModel.PIXELS), pixels),
          milliseconds(bundle.function(ServedModel.FILES), file));
    } catch (TensorFlowException e) {
      String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new InvalidInputException(
          "the model must predict images of %s pixels, TensorFlow says: %s; --view or --fixed-size name another size"
              .formatted(image.size(), reason),
          e);
    }
  }

  private static double milliseconds(SessionFunction function, Tensor input) {
    String name = function.signature().inputNames().iterator().next();
    double[] times = new double[RUNS];
    for (int i = -WARM_UPS; i < RUNS; i++) {
      long started = System.nanoTime();
      function.call(Map.of(name, input)).close();
      if (i >= 0) {
        times[i] = (System.nanoTime() - started) / 1e6;
      }
    }
    Arrays.sort(times);
    return times[RUNS / 2];
  }
}
