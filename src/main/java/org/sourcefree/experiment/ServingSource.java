package org.sourcefree.experiment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sourcefree.checkpoint.SavedModelFolder;
import org.sourcefree.config.ConfigReader;
import org.sourcefree.data.EvaluationView;
import org.sourcefree.graph.Compute;

/**
 * The model to serve and the papers that lie beside it.
 *
 * @param path a SavedModel's folder, a run folder, or an adaptation's config, which names another
 *     program's graph
 */
record ServingSource(Path path) {
  private static final String CONFIG = "experiment.yaml";
  private static final List<String> PAPERS = List.of("CARD.md", "provenance.json", CONFIG);
  private static final String COMMON_NAME = "saved_model|[0-9]+";

  /** Opens the model with its weights. */
  ModelSession open() {
    Optional<Adaptation> config = config();
    if (config.isPresent()) {
      Agreement.describe(config.get().model());
      return ModelSession.open(config.get().model(), Compute.DEFAULT);
    }
    return ModelSession.open(path);
  }

  /** The folder that holds the SavedModel's files. */
  Path savedModel() {
    Path named = config().map(config -> config.model().savedModel()).orElse(path);
    return new SavedModelFolder(named).path();
  }

  /** The name of the folder, or of the folder it lies in if many are called so. */
  String name() {
    Path folder = savedModel().toAbsolutePath().normalize();
    Path parent = folder.getParent();
    boolean common = String.valueOf(folder.getFileName()).matches(COMMON_NAME);
    return String.valueOf((common && parent != null ? parent : folder).getFileName());
  }

  /** The config that says how the model was measured. */
  Optional<Path> measuredBy() {
    return Files.isRegularFile(path) ? Optional.of(path) : paper(CONFIG);
  }

  /**
   * The view of that config.
   *
   * @throws InvalidInputException if it cannot be read
   */
  Optional<EvaluationView> measuredView() {
    return measuredBy().flatMap(file -> view(ConfigReader.read(file, List.of(), Experiment.class)));
  }

  private static Optional<EvaluationView> view(Experiment experiment) {
    if (experiment instanceof Adaptation adaptation) {
      return Optional.of(adaptation.data().evaluationView());
    }
    return experiment instanceof Pretraining pretraining
        ? Optional.of(pretraining.data().evaluationView())
        : Optional.empty();
  }

  /** Copies the papers that there are. */
  void copyPapers(Path folder) {
    for (String name : PAPERS) {
      paper(name).ifPresent(file -> copy(file, folder.resolve(name)));
    }
  }

  private static void copy(Path from, Path to) {
    try {
      Files.copy(from, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A paper in the SavedModel's folder or in the run folder around it. */
  private Optional<Path> paper(String name) {
    Path folder = savedModel().toAbsolutePath().normalize();
    Stream<Path> places =
        folder.endsWith("saved_model")
            ? Stream.of(folder, folder.resolveSibling("."))
            : Stream.of(folder);
    return places
        .map(place -> place.resolve(name).normalize())
        .filter(Files::isRegularFile)
        .findFirst();
  }

  private Optional<Adaptation> config() {
    return Files.isRegularFile(path)
        ? Optional.of(ConfigReader.read(path, List.of(), Adaptation.class))
        : Optional.empty();
  }
}
