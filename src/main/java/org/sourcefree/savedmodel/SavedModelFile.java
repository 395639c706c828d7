package org.sourcefree.savedmodel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sourcefree.InvalidInputException;
import org.sourcefree.files.FileNames;
import org.sourcefree.graph.Variables.Variable;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;

/**
 * A saved_model.pb, parsed once: whoever needs something of it is handed this. TensorFlow has not
 * seen it.
 */
public final class SavedModelFile {
  private static final long LARGEST = 1L << 30;

  private final Path named;
  private final Path folder;
  private final SavedModel content;

  private SavedModelFile(Path named, Path folder, SavedModel content) {
    this.named = named;
    this.folder = folder;
    this.content = content;
  }

  /**
   * Reads the file in a folder, or in the folder's own {@code saved_model}, as runs leave it.
   *
   * @throws InvalidInputException if there is none, or it is damaged or too large
   */
  public static SavedModelFile read(Path named) {
    Path folder = new SavedModelFolder(named).path();
    Path file = folder.resolve(SavedModelFolder.FILE);
    if (!Files.isRegularFile(file)) {
      throw new InvalidInputException(
          "saved_model must be a folder with a %s, found none (%s%s); tools/sourcefree import makes one of a PyTorch checkpoint"
              .formatted(SavedModelFolder.FILE, folder, FileNames.from(folder)));
    }
    try (InputStream stream = Files.newInputStream(file)) {
      if (Files.size(file) > LARGEST) {
        throw new InvalidInputException(
            "%s must hold at most 1 GiB, found %d bytes".formatted(file, Files.size(file)));
      }
      SavedModel content = SavedModel.parseFrom(stream);
      if (content.getMetaGraphsCount() == 0) {
        throw new InvalidInputException("%s holds no graph".formatted(file));
      }
      return new SavedModelFile(named, folder, content);
    } catch (IOException e) {
      throw new InvalidInputException(
          "%s must be a SavedModel, could not be parsed".formatted(file), e);
    }
  }

  /** The path that it was asked for by. */
  public Path named() {
    return named;
  }

  /** The folder that the file lies in. */
  public Path folder() {
    return folder;
  }

  /** All that the file says. */
  public SavedModel content() {
    return content;
  }

  /** The graph to serve: the one tagged so, or the first. */
  public MetaGraphDef graph() {
    List<MetaGraphDef> graphs = content.getMetaGraphsList();
    return graphs.stream()
        .filter(
            graph -> graph.getMetaInfoDef().getTagsList().contains(SavedModelBundle.DEFAULT_TAG))
        .findFirst()
        .orElse(graphs.get(0));
  }

  /** The description inside, empty if another program wrote the file. */
  public Optional<String> description() {
    return graph().getGraphDef().getNodeList().stream()
        .filter(
            node ->
                node.getName().equals(SavedModelFolder.DESCRIPTION) && node.getOp().equals("Const"))
        .findFirst()
        .flatMap(SavedModelFile::text);
  }

  private static Optional<String> text(NodeDef node) {
    var tensor = node.getAttrOrThrow("value").getTensor();
    return tensor.getStringValCount() == 1
        ? Optional.of(tensor.getStringVal(0).toStringUtf8())
        : Optional.empty();
  }

  /** Where the variables' values lie: the common beginning of their files' names. */
  public Path variables() {
    return folder.resolve("variables").resolve("variables");
  }

  /**
   * The values of a network's variables, name to row-major values.
   *
   * @throws InvalidInputException if one is missing or has another shape
   */
  public Map<String, float[]> weights(List<Variable> variables) {
    return Weights.read(variables(), variables);
  }
}
