package org.sourcefree.trust;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.sourcefree.InvalidInputException;
import org.sourcefree.savedmodel.SavedModelFolder;
import org.sourcefree.trust.OperationScan.Found;
import org.tensorflow.proto.AssetFileDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;

/**
 * What in a SavedModel's folder reaches beyond it: operations of its graphs, see {@link
 * OperationScan}, files that are links out of the folder, and names of assets that lead there. All
 * of it is read off the files; TensorFlow loads nothing.
 */
public final class SavedModelScan {
  /** Read by TensorFlow in another form than saved_model.pb, in place of it. */
  private static final String CHUNKED = "saved_model.cpb";

  private SavedModelScan() {}

  /**
   * Everything that reaches beyond the model, in words.
   *
   * @param savedModel the folder with saved_model.pb, or one that holds it as saved_model
   * @throws InvalidInputException if there is none, or it is damaged
   */
  public static List<String> lines(Path savedModel) {
    SavedModelFolder folder = new SavedModelFolder(savedModel);
    SavedModel model = folder.parse();
    List<String> lines = new ArrayList<>();
    OperationScan.of(model).stream().map(Found::line).forEach(lines::add);
    if (Files.exists(folder.path().resolve(CHUNKED))) {
      lines.add("%s is a second graph beside saved_model.pb".formatted(CHUNKED));
    }
    for (MetaGraphDef graph : model.getMetaGraphsList()) {
      graph.getAssetFileDefList().stream()
          .map(AssetFileDef::getFilename)
          .filter(SavedModelScan::leadsOutside)
          .forEach(name -> lines.add("an asset's name leads out of the folder"));
    }
    lines.addAll(links(folder.path()));
    return lines;
  }

  private static boolean leadsOutside(String name) {
    return name.startsWith("/") || List.of(name.split("[/\\\\]", -1)).contains("..");
  }

  /** What lies below the folder and is elsewhere. */
  private static List<String> links(Path folder) {
    List<String> lines = new ArrayList<>();
    try {
      Path root = folder.toRealPath();
      try (Stream<Path> paths = Files.walk(root)) {
        for (Path path : paths.filter(Files::isSymbolicLink).toList()) {
          if (!Files.exists(path) || !path.toRealPath().startsWith(root)) {
            lines.add(
                "%s is a symbolic link out of the folder; a copy of the file in its place would do"
                    .formatted(root.relativize(path)));
          }
        }
      }
      return lines;
    } catch (IOException | UncheckedIOException e) {
      throw new InvalidInputException("the folder %s cannot be listed".formatted(folder), e);
    }
  }
}
