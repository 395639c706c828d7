package org.sourcefree.savedmodel;

import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.sourcefree.files.Folders;
import org.sourcefree.files.Fresh;
import org.sourcefree.graph.ConvolutionKernels;
import org.sourcefree.graph.Faults;
import org.sourcefree.graph.Quantization;
import org.sourcefree.graph.Sessions;
import org.sourcefree.graph.Variables;
import org.sourcefree.network.Inference;
import org.sourcefree.network.Model;
import org.tensorflow.Graph;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Signature;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.SavedModel;

/**
 * A SavedModel as this product writes it: a clean inference graph with the signatures {@code
 * serving_default} and {@code logits}, and the model's description (architecture, classes,
 * preprocessing) as a string constant in the graph, so that it survives whatever keeps the graph.
 */
public final class SavedModelFolder {
  /** Name of the constant that holds the description. */
  static final String DESCRIPTION = "sourcefree_model";

  static final String FILE = "saved_model.pb";

  private final Path folder;

  /** The SavedModel in a folder, or in the folder's own {@code saved_model}, as runs leave it. */
  public SavedModelFolder(Path folder) {
    Path inner = folder.resolve("saved_model");
    boolean nested =
        !Files.exists(folder.resolve(FILE)) && Files.isRegularFile(inner.resolve(FILE));
    this.folder = nested ? inner : folder;
  }

  /** The folder that the SavedModel's files lie in. */
  public Path path() {
    return folder;
  }

  /**
   * Writes the SavedModel; the folder appears once it is complete.
   *
   * @param description the model's description, as it is to be read again
   * @param weights every variable of the network, name to row-major values
   */
  public void write(Model model, String description, Map<String, float[]> weights) {
    write(
        description,
        Quantization.NONE,
        weights,
        (tf, variables) -> {
          Inference inference = Inference.build(tf, variables, model);
          return List.of(serving(inference), logits(inference));
        });
  }

  /**
   * Writes a network with its signatures; the folder appears once it is complete.
   *
   * @param description the model's description, as it is to be read again
   * @param weights every variable of the network, name to row-major values
   * @param network builds it and says what it is called by
   */
  public void write(
      String description,
      Quantization quantization,
      Map<String, float[]> weights,
      BiFunction<Ops, Variables, List<Signature>> network) {
    Path partial = Fresh.beside(folder, ".partial");
    Folders.delete(partial);
    try (Graph graph = new Graph();
        Session session = Sessions.open(graph)) {
      Ops tf = Ops.create(graph);
      tf.withName(DESCRIPTION).constant(description);
      Variables variables = new Variables(tf, ConvolutionKernels.MATRIX, quantization);
      List<Signature> signatures = network.apply(tf, variables);
      variables.addSaver();
      variables.assign(session, weights);
      SavedModelBundle.exporter(partial.toString())
          .withSession(session)
          .withSignatures(signatures.toArray(Signature[]::new))
          .export();
      writeInOrder(partial.resolve(FILE));
      Folders.move(partial, folder);
    } catch (IOException e) {
      Folders.delete(partial);
      throw new UncheckedIOException(e);
    } catch (TensorFlowException e) {
      Folders.delete(partial);
      throw new UncheckedIOException(
          new FileSystemException(folder.toString(), null, Faults.sentence(e)));
    } catch (RuntimeException e) {
      Folders.delete(partial);
      throw e;
    }
  }

  /** The same file with the entries of maps in order, which TensorFlow writes in any. */
  private static void writeInOrder(Path file) throws IOException {
    SavedModel model = SavedModel.parseFrom(Files.readAllBytes(file));
    try (OutputStream out = Files.newOutputStream(file)) {
      CodedOutputStream coded = CodedOutputStream.newInstance(out);
      coded.useDeterministicSerialization();
      model.writeTo(coded);
      coded.flush();
    }
  }

  private static Signature serving(Inference inference) {
    return Signature.builder()
        .key("serving_default")
        .methodName("tensorflow/serving/predict")
        .input("images", inference.images())
        .output("labels", inference.labels())
        .output("confidence", inference.confidence())
        .build();
  }

  private static Signature logits(Inference inference) {
    return Signature.builder()
        .key("logits")
        .methodName("tensorflow/serving/predict")
        .input("inputs", inference.inputs())
        .output("logits", inference.logits())
        .output("features", inference.features())
        .build();
  }
}
