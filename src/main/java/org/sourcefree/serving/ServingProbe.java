package org.sourcefree.serving;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.sourcefree.InvalidInputException;
import org.sourcefree.data.MadeUp;
import org.sourcefree.graph.Sessions;
import org.sourcefree.graph.Tensors;
import org.sourcefree.image.ImageSize;
import org.sourcefree.image.PngWriter;
import org.sourcefree.image.RgbImage;
import org.sourcefree.machine.Memory;
import org.sourcefree.network.ImageFeed;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;
import org.tensorflow.types.TString;
import org.tensorflow.types.TUint8;

/**
 * One made-up image as it is requested from a served model, through both signatures.
 *
 * @param image of the fixed size, the working size, or where there is neither 512×256
 */
public record ServingProbe(RgbImage image) {
  private static final ImageSize USUAL = new ImageSize(512, 256);
  private static final int TIMED = 5;

  /**
   * How long the served model takes on this machine, seconds; requests of one image, after the
   * first, medians.
   *
   * @param load reading the SavedModel
   * @param first the first request of all
   */
  public record Timings(double load, double first, double pixels, double file) {}

  /**
   * The image for a served model.
   *
   * @param classes of the model
   * @throws InvalidInputException if it takes more memory than there is
   */
  static ServingProbe of(ServedModel served, int classes) {
    ImageSize size = served.fixedSize().or(served::workingSize).orElse(USUAL);
    Memory.now().require("requested of the served model", size, classes);
    Memory.now().require("seen by the served model", served.workingSize().orElse(size), classes);
    return new ServingProbe(MadeUp.image(size.width(), size.height(), 1));
  }

  /** The image as requests to warm up with. */
  List<WarmUp.Request> requests() {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long size : shape().asArray()) {
      shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(size));
    }
    TensorProto pixels =
        TensorProto.newBuilder()
            .setDtype(DataType.DT_UINT8)
            .setTensorShape(shape)
            .setTensorContent(ByteString.copyFrom(image.pixels()))
            .build();
    TensorProto file =
        TensorProto.newBuilder()
            .setDtype(DataType.DT_STRING)
            .setTensorShape(
                TensorShapeProto.newBuilder().addDim(TensorShapeProto.Dim.newBuilder().setSize(1)))
            .addStringVal(ByteString.copyFrom(PngWriter.rgb(image)))
            .build();
    return List.of(
        new WarmUp.Request(ServedModel.PIXELS, ServedModel.IMAGES, pixels),
        new WarmUp.Request(ServedModel.FILES, ServedModel.BYTES, file));
  }

  /**
   * Loads what was written as a server would, and runs it.
   *
   * @throws IllegalStateException if the signatures do not agree
   */
  Timings run(Path savedModel) {
    double start = seconds();
    try (SavedModelBundle bundle = Sessions.load(savedModel);
        TUint8 pixels = ImageFeed.tensor(image);
        TString file = TString.tensorOfBytes(NdArrays.vectorOfObjects(PngWriter.rgb(image)))) {
      double loaded = seconds();
      Map<String, Tensor> images = Map.of(ServedModel.IMAGES, pixels);
      Map<String, Tensor> files = Map.of(ServedModel.BYTES, file);
      byte[] labels = labels(bundle, ServedModel.PIXELS, images);
      double first = seconds() - loaded;
      if (!Arrays.equals(labels, labels(bundle, ServedModel.FILES, files))) {
        throw new IllegalStateException("both signatures must label the same image alike");
      }
      return new Timings(
          loaded - start,
          first,
          median(bundle, ServedModel.PIXELS, images),
          median(bundle, ServedModel.FILES, files));
    }
  }

  private static byte[] labels(SavedModelBundle bundle, String key, Map<String, Tensor> input) {
    try (Result result = bundle.function(key).call(input)) {
      return Tensors.array((TUint8) result.get(ServedModel.LABELS).orElseThrow());
    }
  }

  private static double median(SavedModelBundle bundle, String key, Map<String, Tensor> input) {
    double[] times = new double[TIMED];
    for (int i = 0; i < times.length; i++) {
      double start = seconds();
      bundle.function(key).call(input).close();
      times[i] = seconds() - start;
    }
    Arrays.sort(times);
    return times[TIMED / 2];
  }

  private Shape shape() {
    return Shape.of(1, image.height(), image.width(), 3);
  }

  private static double seconds() {
    return System.nanoTime() / 1e9;
  }
}
