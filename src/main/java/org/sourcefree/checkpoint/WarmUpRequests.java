package org.sourcefree.checkpoint;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.sourcefree.image.PngWriter;
import org.sourcefree.image.RgbImage;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/**
 * Requests that TensorFlow Serving answers to itself before it takes others, so that no client
 * waits for what TensorFlow prepares on a graph's first run: one of each signature, as
 * PredictionLog messages of tensorflow_serving/apis. TensorFlow holds no classes for those; the
 * numbers below are their fields'.
 */
final class WarmUpRequests {
  private static final int LOG_PREDICT = 6;
  private static final int PREDICT_REQUEST = 1;
  private static final int REQUEST_MODEL = 1;
  private static final int REQUEST_INPUTS = 2;
  private static final int MODEL_NAME = 1;
  private static final int MODEL_SIGNATURE = 3;
  private static final int ENTRY_KEY = 1;
  private static final int ENTRY_VALUE = 2;

  private WarmUpRequests() {}

  /**
   * Writes assets.extra/tf_serving_warmup_requests.
   *
   * @param folder of the SavedModel
   * @param name the model's on the server
   * @param image what is sent
   */
  static void write(Path folder, String name, RgbImage image) throws IOException {
    TensorProto pixels =
        TensorProto.newBuilder()
            .setDtype(DataType.DT_UINT8)
            .setTensorShape(shape(1, image.height(), image.width(), 3))
            .setTensorContent(ByteString.copyFrom(image.pixels()))
            .build();
    TensorProto file =
        TensorProto.newBuilder()
            .setDtype(DataType.DT_STRING)
            .setTensorShape(shape(1))
            .addStringVal(ByteString.copyFrom(PngWriter.rgb(image)))
            .build();
    Path extra = Files.createDirectories(folder.resolve("assets.extra"));
    RecordFile.write(
        extra.resolve("tf_serving_warmup_requests"),
        List.of(
            log(name, ServedModel.PIXELS, ServedModel.IMAGES, pixels),
            log(name, ServedModel.FILES, ServedModel.ENCODED, file)));
  }

  private static byte[] log(String name, String signature, String input, TensorProto value)
      throws IOException {
    byte[] model =
        message(
            out -> {
              out.writeString(MODEL_NAME, name);
              out.writeString(MODEL_SIGNATURE, signature);
            });
    byte[] entry =
        message(
            out -> {
              out.writeString(ENTRY_KEY, input);
              out.writeByteArray(ENTRY_VALUE, value.toByteArray());
            });
    byte[] request =
        message(
            out -> {
              out.writeByteArray(REQUEST_MODEL, model);
              out.writeByteArray(REQUEST_INPUTS, entry);
            });
    byte[] predict = message(out -> out.writeByteArray(PREDICT_REQUEST, request));
    return message(out -> out.writeByteArray(LOG_PREDICT, predict));
  }

  /** Writes the fields of a message. */
  private interface Fields {
    void write(CodedOutputStream out) throws IOException;
  }

  private static byte[] message(Fields fields) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    fields.write(out);
    out.flush();
    return bytes.toByteArray();
  }

  private static TensorShapeProto shape(long... sizes) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long size : sizes) {
      shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(size));
    }
    return shape.build();
  }
}
