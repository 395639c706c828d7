package org.sourcefree.savedmodel;

import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.sourcefree.InvalidInputException;
import org.sourcefree.files.Folders;
import org.sourcefree.graph.ConvolutionKernels;
import org.sourcefree.graph.Faults;
import org.sourcefree.graph.Quantization;
import org.sourcefree.graph.Sessions;
import org.sourcefree.graph.Variables;
import org.sourcefree.graph.Variables.Variable;
import org.sourcefree.network.Inference;
import org.sourcefree.network.Model;
import org.tensorflow.Graph;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Signature;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;

/**
 * A SavedModel as this product writes and reads it: a clean inference graph with the signatures
 * {@code serving_default} and {@code logits}, and the model's description (architecture, classes,
 * preprocessing) as a string constant in the graph, so that it survives whatever keeps the graph.
 */
public final class SavedModelFolder {
  /** Name of the constant that holds the description. */
  private static final String DESCRIPTION = "sourcefree_model";

  private static final String FILE = "saved_model.pb";
  private static final long LARGEST = 1L << 30;

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
   * @param description the model's description, as {@link #description} returns it
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
   * @param description the model's description, as {@link #description} returns it
   * @param weights every variable of the network, name to row-major values
   * @param network builds it and says what it is called by
   */
  public void write(
      String description,
      Quantization quantization,
      Map<String, float[]> weights,
      BiFunction<Ops, Variables, List<Signature>> network) {
    Path partial = folder.resolveSibling(folder.getFileName() + ".partial");
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

  /**
   * The description inside.
   *
   * @throws InvalidInputException if there is no SavedModel, or one without a description
   */
  public String description() {
    return findDescription(metaGraph())
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "a SavedModel must describe its network, this one was not written by sourcefree;"
                        + " tools/sourcefree inspect says whether it can be used (%s)"
                            .formatted(folder)));
  }

  /** The description inside a graph, empty if another program wrote it. */
  public static Optional<String> findDescription(MetaGraphDef graph) {
    return graph.getGraphDef().getNodeList().stream()
        .filter(node -> node.getName().equals(DESCRIPTION) && node.getOp().equals("Const"))
        .findFirst()
        .flatMap(SavedModelFolder::text);
  }

  /**
   * The graph to serve: the one tagged so, or the first.
   *
   * @throws InvalidInputException if there is no SavedModel
   */
  public MetaGraphDef metaGraph() {
    List<MetaGraphDef> graphs = parse().getMetaGraphsList();
    return graphs.stream()
        .filter(
            graph -> graph.getMetaInfoDef().getTagsList().contains(SavedModelBundle.DEFAULT_TAG))
        .findFirst()
        .orElse(graphs.get(0));
  }

  private static Optional<String> text(NodeDef node) {
    var tensor = node.getAttrOrThrow("value").getTensor();
    return tensor.getStringValCount() == 1
        ? Optional.of(tensor.getStringVal(0).toStringUtf8())
        : Optional.empty();
  }

  /**
   * The values of a network's variables.
   *
   * @throws InvalidInputException if one is missing or has another shape
   */
  public Map<String, float[]> weights(List<Variable> variables) {
    return Weights.read(folder.resolve("variables").resolve("variables"), variables);
  }

  /**
   * All that the file says.
   *
   * @throws InvalidInputException if there is none, or it is damaged or too large
   */
  public SavedModel parse() {
    Path file = folder.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      throw new InvalidInputException(
          "saved_model must be a folder with a %s, found none (%s)".formatted(FILE, folder));
    }
    try (InputStream stream = Files.newInputStream(file)) {
      if (Files.size(file) > LARGEST) {
        throw new InvalidInputException(
            "%s must hold at most 1 GiB, found %d bytes".formatted(file, Files.size(file)));
      }
      SavedModel model = SavedModel.parseFrom(stream);
      if (model.getMetaGraphsCount() == 0) {
        throw new InvalidInputException("%s holds no graph".formatted(file));
      }
      return model;
    } catch (IOException e) {
      throw new InvalidInputException(
          "%s must be a SavedModel, could not be parsed".formatted(file), e);
    }
  }
}
