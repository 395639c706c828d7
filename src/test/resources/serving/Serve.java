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

/**
 * Runs a served model through DJL on every image of a folder, by pixels and by file: MODEL FOLDER
 * COUNT HEIGHT WIDTH. Reads I.rgb and I.file, writes I.pixels.labels, I.pixels.confidence,
 * I.file.labels and I.file.confidence.
 */
public class Serve {
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[1]);
    int count = Integer.parseInt(arguments[2]);
    Shape shape =
        new Shape(1, Integer.parseInt(arguments[3]), Integer.parseInt(arguments[4]), 3);
    for (String kind : new String[] {"pixels", "file"}) {
      String signature = kind.equals("pixels") ? "serving_default" : "serving_bytes";
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
        for (int i = 0; i < count; i++) {
          NDArray request;
          if (kind.equals("pixels")) {
            ByteBuffer rgb = ByteBuffer.wrap(Files.readAllBytes(folder.resolve(i + ".rgb")));
            request = manager.create(rgb, shape, DataType.UINT8);
          } else {
            String bytes =
                Files.readString(folder.resolve(i + ".file"), StandardCharsets.ISO_8859_1);
            request =
                manager.create(
                    new String[] {bytes}, StandardCharsets.ISO_8859_1, new Shape(1));
          }
          for (NDArray result : predictor.predict(new NDList(request))) {
            if (result.getShape().dimension() == 4) {
              continue; // All classes' probabilities.
            }
            String what = result.getDataType() == DataType.UINT8 ? "labels" : "confidence";
            ByteBuffer values = result.toByteBuffer();
            byte[] raw = new byte[values.remaining()];
            values.get(raw);
            Files.write(folder.resolve(i + "." + kind + "." + what), raw);
          }
        }
      }
    }
  }
}
