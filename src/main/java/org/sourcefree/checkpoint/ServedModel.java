package org.sourcefree.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import org.sourcefree.InvalidInputException;
import org.sourcefree.graph.Kernels;
import org.sourcefree.graph.Sessions;
import org.sourcefree.graph.Storage;
import org.sourcefree.graph.Variables;
import org.sourcefree.image.RgbImage;
import org.sourcefree.network.Model;
import org.sourcefree.network.ServingGraph;
import org.sourcefree.network.ServingView;
import org.tensorflow.Graph;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Signature;
import org.tensorflow.op.Ops;

/**
 * A model as servers load it: a SavedModel whose signatures take images of any size, as pixels
 * ({@code serving_default}) or as files ({@code serving_bytes}), and answer as evaluation predicts.
 * It describes itself as every SavedModel of ours does.
 *
 * @param description the model's, as {@link SavedModelFolder#description} returns it
 * @param view what the network sees of an image
 * @param kernels how convolutions are computed
 * @param storage in which numbers weights are kept
 * @param probabilities whether those of all classes are an output
 */
public record ServedModel(
    Model model,
    String description,
    ServingView view,
    Kernels kernels,
    Storage storage,
    boolean probabilities) {
  /** Signature that takes pixels. */
  public static final String PIXELS = "serving_default";

  /** Signature that takes files. */
  public static final String FILES = "serving_bytes";

  static final String IMAGES = "images";
  static final String ENCODED = "encoded_images";

  /**
   * Writes the SavedModel into a folder that does not exist yet, with its warm-up requests.
   *
   * @param weights every variable of the network, name to row-major values
   * @param name the model's on the server
   * @param image what the warm-up requests send
   * @throws InvalidInputException if a weight is too large for the storage
   */
  public void write(Path folder, Map<String, float[]> weights, String name, RgbImage image) {
    weights.forEach(this::requireRange);
    try (Graph graph = new Graph();
        Session session = Sessions.open(graph)) {
      Ops tf = Ops.create(graph);
      SavedModelFolder.describe(tf, description);
      Variables variables = new Variables(tf, kernels, storage);
      ServingGraph serving = ServingGraph.build(tf, variables, model, view);
      variables.addSaver();
      variables.assign(session, weights);
      Signature.Builder pixels = signature(PIXELS, serving).input(IMAGES, serving.images());
      Signature.Builder files = signature(FILES, serving).input(ENCODED, serving.encoded());
      SavedModelBundle.exporter(folder.toString())
          .withSession(session)
          .withSignatures(pixels.build(), files.build())
          .export();
      WarmUpRequests.write(folder, name, image);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Signature.Builder signature(String key, ServingGraph serving) {
    Signature.Builder signature =
        Signature.builder()
            .key(key)
            .methodName("tensorflow/serving/predict")
            .output("labels", serving.labels())
            .output("confidence", serving.confidence());
    return probabilities ? signature.output("probabilities", serving.probabilities()) : signature;
  }

  private void requireRange(String name, float[] values) {
    for (float value : values) {
      if (Math.abs(value) > storage.largest()) {
        throw new InvalidInputException(
            "weights must be at most %s to be stored as %s, got %s in %s; use bfloat16"
                .formatted(storage.largest(), storage, value, name));
      }
    }
  }
}
