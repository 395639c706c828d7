import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.NoopTranslator;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Answers requests to a SavedModel with DJL. Arguments: the SavedModel and a file of requests, one a
 * line: {@code serving_default ANSWER N H W PIXELS} or {@code serving_bytes ANSWER FILE…}. Writes
 * ANSWER.labels and ANSWER.confidence, raw numbers in this machine's order, or ANSWER.error.
 */
final class DjlClient {
  public static void main(String[] arguments) throws Exception {
    for (String signature : List.of("serving_default", "serving_bytes")) {
      Criteria<NDList, NDList> criteria =
          Criteria.builder()
              .setTypes(NDList.class, NDList.class)
              .optEngine("TensorFlow")
              .optModelPath(Path.of(arguments[0]))
              .optOption("SignatureDefKey", signature)
              .optTranslator(new NoopTranslator())
              .build();
      try (ZooModel<NDList, NDList> model = criteria.loadModel();
          Predictor<NDList, NDList> predictor = model.newPredictor();
          NDManager manager = model.getNDManager().newSubManager()) {
        for (String line : Files.readAllLines(Path.of(arguments[1]))) {
          String[] words = line.split(" ");
          if (words[0].equals(signature)) {
            answer(predictor, request(manager, words), words[1]);
          }
        }
      }
    }
  }

  private static NDArray request(NDManager manager, String[] words) throws Exception {
    if (words[0].equals("serving_default")) {
      long n = Long.parseLong(words[2]);
      Shape shape = new Shape(n, Long.parseLong(words[3]), Long.parseLong(words[4]), 3);
      ByteBuffer pixels = ByteBuffer.wrap(Files.readAllBytes(Path.of(words[5])));
      return manager.create(pixels, shape, DataType.UINT8);
    }
    String[] files = new String[words.length - 2];
    for (int i = 0; i < files.length; i++) {
      byte[] bytes = Files.readAllBytes(Path.of(words[i + 2]));
      files[i] = new String(bytes, StandardCharsets.ISO_8859_1);
    }
    return manager.create(files, StandardCharsets.ISO_8859_1, new Shape(files.length));
  }

  private static void answer(Predictor<NDList, NDList> predictor, NDArray request, String to)
      throws Exception {
    try {
      for (NDArray answer : predictor.predict(new NDList(request))) {
        boolean labels = answer.getDataType() == DataType.UINT8;
        Path file = Path.of(to + (labels ? ".labels" : ".confidence"));
        ByteBuffer values = answer.toByteBuffer();
        byte[] bytes = new byte[values.remaining()];
        values.get(bytes);
        Files.write(file, bytes);
      }
    } catch (Exception e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      Files.writeString(Path.of(to + ".error"), String.valueOf(cause.getMessage()));
    }
  }
}
