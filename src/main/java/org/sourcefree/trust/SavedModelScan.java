package org.sourcefree.trust;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sourcefree.InvalidInputException;
import org.sourcefree.model.StoredModel;
import org.sourcefree.network.foreign.ForeignNetwork;
import org.sourcefree.savedmodel.SavedModelFile;
import org.tensorflow.proto.AssetFileDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;

/**
 * What in a SavedModel's folder reaches beyond it: operations of its graphs, see {@link
 * OperationScan}, files that are links out of the folder, and names of assets that lead there. All
 * of it is read off the files; TensorFlow loads nothing.
 */
final class SavedModelScan {
  /** Read by TensorFlow in another form than saved_model.pb, in place of it. */
  private static final String CHUNKED = "saved_model.cpb";

  private SavedModelScan() {}

  /** Why a model is refused, in a sentence; empty if it is not. */
  static Optional<String> refusal(StoredModel model) {
    List<String> lines = lines(model);
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    String more = lines.size() == 1 ? "" : " and %d more".formatted(lines.size() - 1);
    return Optional.of(
        "a SavedModel must only compute, found %s%s; --trust uses it all the same (%s)"
            .formatted(lines.get(0), more, model.file().named()));
  }

  /** Everything that reaches beyond a model, the graph in our own description included. */
  static List<String> lines(StoredModel model) {
    List<String> lines = lines(model.file());
    if (model.described().isPresent()
        && model.described().get().network() instanceof ForeignNetwork foreign) {
      OperationScan.of(foreign.graph()).stream()
          .map(found -> found.line() + " in its description")
          .forEach(lines::add);
    }
    return lines;
  }

  /**
   * Everything that reaches beyond the files of a model, in words.
   *
   * @throws InvalidInputException if the folder cannot be listed
   */
  static List<String> lines(SavedModelFile file) {
    SavedModel model = file.content();
    List<String> lines = new ArrayList<>();
    OperationScan.of(model).stream().map(Found::line).forEach(lines::add);
    if (!Files.notExists(file.folder().resolve(CHUNKED), LinkOption.NOFOLLOW_LINKS)) {
      lines.add("%s is a second graph beside saved_model.pb".formatted(CHUNKED));
    }
    for (MetaGraphDef graph : model.getMetaGraphsList()) {
      graph.getAssetFileDefList().stream()
          .map(AssetFileDef::getFilename)
          .filter(SavedModelScan::leadsOutside)
          .forEach(name -> lines.add("an asset's name leads out of the folder"));
    }
    lines.addAll(links(file.folder()));
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
        for (Path path : paths.toList()) {
          if (!Files.isSymbolicLink(path)
              && !Files.isRegularFile(path)
              && !Files.isDirectory(path)) {
            lines.add("%s is neither a file nor a folder".formatted(root.relativize(path)));
          } else if (Files.isSymbolicLink(path)
              && (!Files.exists(path) || !path.toRealPath().startsWith(root))) {
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
