package org.sourcefree.serving;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.sourcefree.files.Folders;
import org.sourcefree.graph.Sessions;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.types.TString;

/**
 * Requests that TensorFlow Serving runs when it loads a model, before it takes any: a TFRecord file
 * of its PredictionLog messages (tensorflow_serving/apis/prediction_log.proto, predict.proto and
 * model.proto).
 */
public final class WarmUp {
  private static final Path FILE = Path.of("assets.extra", "tf_serving_warmup_requests");
  // Field numbers: PredictionLog.predict_log, PredictLog.request,
  private static final int PREDICT_LOG = 6;
  private static final int REQUEST = 1;
  // PredictRequest.model_spec and inputs, ModelSpec.name and signature_name,
  private static final int MODEL_SPEC = 1;
  private static final int INPUTS = 2;
  private static final int NAME = 1;
  private static final int SIGNATURE_NAME = 3;
  // and those of every map's entries.
  private static final int KEY = 1;
  private static final int VALUE = 2;

  private WarmUp() {}

  /**
   * A request.
   *
   * @param signature name
   * @param input name of the signature's only input
   */
  public record Request(String signature, String input, TensorProto value) {}

  /**
   * Writes the file.
   *
   * @param savedModel folder
   * @param model name that it is served under
   */
  public static void write(Path savedModel, String model, List<Request> requests) {
    Path file = savedModel.resolve(FILE);
    Folders.createParent(file);
    NdArray<byte[]> records =
        NdArrays.vectorOfObjects(
            requests.stream().map(request -> record(model, request)).toArray(byte[][]::new));
    try (Graph graph = new Graph();
        Session session = Sessions.open(graph);
        TString tensor = TString.tensorOfBytes(records)) {
      Ops tf = Ops.create(graph);
      Operand<?> dataset =
          tf.data.tensorSliceDataset(List.of(tf.constantOf(tensor)), List.of(Shape.scalar()));
      Op written =
          tf.data.datasetToTfRecord(dataset, tf.constant(file.toString()), tf.constant(""));
      session.runner().addTarget(written).run().close();
    }
  }

  private static byte[] record(String model, Request request) {
    ByteString spec =
        field(NAME, text(model)).concat(field(SIGNATURE_NAME, text(request.signature())));
    ByteString entry =
        field(KEY, text(request.input())).concat(field(VALUE, request.value().toByteString()));
    ByteString predict = field(MODEL_SPEC, spec).concat(field(INPUTS, entry));
    return field(PREDICT_LOG, field(REQUEST, predict)).toByteArray();
  }

  private static ByteString field(int number, ByteString value) {
    ByteString.Output bytes = ByteString.newOutput();
    try {
      CodedOutputStream stream = CodedOutputStream.newInstance(bytes);
      stream.writeBytes(number, value);
      stream.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteString();
  }

  private static ByteString text(String text) {
    return ByteString.copyFromUtf8(text);
  }
}
