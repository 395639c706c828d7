package org.sourcefree.serving;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.sourcefree.InvalidInputException;
import org.sourcefree.config.Json;
import org.sourcefree.files.Folders;
import org.sourcefree.graph.Quantization;
import org.sourcefree.image.ImageSize;
import org.sourcefree.model.Description;
import org.sourcefree.savedmodel.SavedModelFolder;
import org.sourcefree.trust.Models;

/** Writes a model in TensorFlow Serving's layout, with all that belongs to it. */
public final class ServingRun {
  private static final String PROVENANCE = "provenance.json";

  private final Settings settings;
  private final Models models;

  /** Prepares an export; nothing is read yet. */
  public ServingRun(Settings settings, Models models) {
    this.settings = settings;
    this.models = models;
  }

  /**
   * What to write.
   *
   * @param model a SavedModel of ours, the folder of a run, or a config
   * @param set overrides of the config's keys
   * @param root the folder that all served models lie in
   * @param name of the model to its clients; that of the run if empty
   * @param workingSize what the network sees; the size at which the model was evaluated if empty
   * @param ownSize whether the network sees every image at its own size
   * @param fixedSize the only size of images and results, if it is fixed
   */
  public record Settings(
      Path model,
      List<String> set,
      Path root,
      Optional<String> name,
      Quantization quantization,
      Optional<ImageSize> workingSize,
      boolean ownSize,
      Optional<ImageSize> fixedSize,
      boolean probabilities) {
    /** Copies the list. */
    public Settings {
      set = List.copyOf(set);
    }
  }

  /**
   * What was written.
   *
   * @param folder of the version
   * @param bytes of all its files
   * @param timed size of the image that was timed
   */
  public record Exported(
      Path folder, long bytes, ServedModel served, ImageSize timed, ServingProbe.Timings timings) {}

  /**
   * Exports. What fails leaves no version behind.
   *
   * @throws InvalidInputException if the model cannot be read or does not fit
   */
  public Exported run() {
    ServingSource read = ServingSource.read(settings.model(), settings.set(), models);
    ServingSource source =
        settings.workingSize().isEmpty() && !settings.ownSize() ? read.withRunsSize() : read;
    source.weights().forEach(this::requireKept);
    ServedModel served = served(source);
    ServingProbe probe = ServingProbe.of(served, source.model().classes().size());
    ServingFolder folder = new ServingFolder(settings.root(), name(source));
    Folders.create(folder.path());
    Path unfinished = folder.unfinished();
    try {
      new SavedModelFolder(unfinished)
          .write(
              Description.line(source.model()),
              settings.quantization(),
              source.weights(),
              (tf, variables) -> served.build(tf, variables, source.model()));
      WarmUp.write(unfinished, folder.name(), probe.requests());
      Map<String, Object> provenance =
          new ServingRecord(source, served, settings.quantization()).provenance();
      Json.write(unfinished.resolve(PROVENANCE), provenance);
      Files.writeString(
          unfinished.resolve("CARD.md"),
          new ServingCard(folder.name(), source, served, settings.quantization()).text());
      ServingProbe.Timings timings = probe.run(unfinished);
      long bytes = bytes(unfinished);
      return new Exported(folder.publish(unfinished), bytes, served, probe.image().size(), timings);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      Folders.delete(unfinished);
      removeIfEmpty(folder.path());
    }
  }

  private ServedModel served(ServingSource source) {
    Optional<ImageSize> working =
        settings.ownSize() ? Optional.empty() : settings.workingSize().or(source::evaluated);
    return new ServedModel(working, settings.fixedSize(), settings.probabilities());
  }

  private String name(ServingSource source) {
    return settings.name().orElseGet(() -> String.valueOf(source.home().getFileName()));
  }

  private void requireKept(String name, float[] values) {
    for (float value : values) {
      if (!(Math.abs(value) <= settings.quantization().largest())) {
        String kept = settings.quantization() == Quantization.FLOAT16 ? " for float16" : "";
        throw new InvalidInputException(
            "weights must be finite and at most %s%s, got %s in %s"
                .formatted(settings.quantization().largest(), kept, value, name));
      }
    }
  }

  private static long bytes(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths.filter(Files::isRegularFile).mapToLong(path -> path.toFile().length()).sum();
    }
  }

  private static void removeIfEmpty(Path folder) {
    try (Stream<Path> paths = Files.list(folder)) {
      if (paths.findAny().isEmpty()) {
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
