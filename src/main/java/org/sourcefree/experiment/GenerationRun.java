package org.sourcefree.experiment;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.sourcefree.InvalidInputException;
import org.sourcefree.Progress;
import org.sourcefree.config.ConfigReader;
import org.sourcefree.data.Dataset;
import org.sourcefree.data.StreetScenes;
import org.sourcefree.files.Folders;
import org.sourcefree.run.RunFolder;
import org.sourcefree.scenes.SceneFolder;
import org.sourcefree.scenes.ScenePair;

/** Writes a pair of generated domains, with its settings beside it. */
public final class GenerationRun {
  private final Progress progress;

  /** Reports to the progress while generating. */
  public GenerationRun(Progress progress) {
    this.progress = progress;
  }

  /**
   * Writes the pair, or what is left of it after an earlier process was stopped.
   *
   * @throws InvalidInputException if the folder exists or another process is generating it
   */
  public void run(ScenePair scenes, Path root) {
    RunFolder.requireAbsent(root);
    Folders.createParent(root);
    new SceneFolder(root).make(scenes, progress);
  }

  /**
   * Generates a synthetic dataset that is not there yet, or waits for the process that does; any
   * other dataset is left alone.
   *
   * @throws InvalidInputException if it is there, but was generated from other settings
   */
  public void ensure(Dataset dataset) {
    StreetScenes.of(dataset).ifPresent(this::ensure);
  }

  private void ensure(StreetScenes generated) {
    missing(generated)
        .ifPresent(
            scenes -> {
              Folders.createParent(generated.root());
              new SceneFolder(generated.root()).makeIfAbsent(scenes, progress);
              requireSame(generated.root(), scenes);
            });
  }

  /**
   * What a synthetic dataset that is not there yet would be generated from; empty for any other.
   *
   * @throws InvalidInputException as {@link #ensure}
   */
  public static Optional<ScenePair> missing(Dataset dataset) {
    return StreetScenes.of(dataset).flatMap(GenerationRun::missing);
  }

  private static Optional<ScenePair> missing(StreetScenes generated) {
    ScenePair scenes = requireGeneration(generated.scenes());
    if (Files.exists(generated.root())) {
      requireSame(generated.root(), scenes);
      return Optional.empty();
    }
    return Optional.of(scenes);
  }

  private static ScenePair requireGeneration(Path config) {
    return ConfigReader.read(config, List.of(), Experiment.class)
        .draws()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "scenes must name a config of kind generation, got another kind (%s: kind)"
                        .formatted(config)));
  }

  private static void requireSame(Path root, ScenePair scenes) {
    Path settings = root.resolve(SceneFolder.SETTINGS);
    if (!Files.isRegularFile(settings)) {
      throw new InvalidInputException(
          "a generated dataset must hold its %s, found none in %s"
              .formatted(SceneFolder.SETTINGS, root));
    }
    if (!ConfigReader.read(settings, List.of(), ScenePair.class).equals(scenes)) {
      throw new InvalidInputException(
          "%s was generated from other settings; delete it or name another root".formatted(root));
    }
  }
}
