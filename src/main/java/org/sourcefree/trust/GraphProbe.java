package org.sourcefree.trust;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sourcefree.config.Json;
import org.sourcefree.model.PretrainedModel;
import org.sourcefree.model.StoredModel;
import org.sourcefree.savedmodel.SavedModelFolder;

/**
 * Tries a graph of another program in a process of its own first: TensorFlow ends the process at
 * some graphs, and at some gradients, and that must not be the process that does the user's work.
 */
final class GraphProbe {
  private static final long SECONDS = 120;
  private static final long BYTES_A_SECOND = 4 << 20;

  private final PretrainedModel model;

  private GraphProbe(PretrainedModel model) {
    this.model = model;
  }

  /** Why a model cannot be used, empty if it can or holds no graph of another program. */
  static Optional<String> refusal(StoredModel model, PretrainedModel said, Use use) {
    return model.isForeign(said)
        ? new GraphProbe(said)
            .run(GraphTrial.Task.of(use))
            .failure()
            .map(words -> sentence(said, words))
        : Optional.empty();
  }

  /** Whether another program's flat graph can be trained, in words. */
  static List<String> inspect(Path savedModel) {
    TrialProcess.Result result =
        new GraphProbe(PretrainedModel.unsaid(savedModel)).run(GraphTrial.Task.INSPECTION);
    return result.failure().map(words -> List.of("not: " + words)).orElse(result.lines());
  }

  private static String sentence(PretrainedModel model, String failure) {
    return "a graph must be one that TensorFlow can compute, %s (%s)"
        .formatted(failure, model.savedModel());
  }

  private TrialProcess.Result run(GraphTrial.Task task) {
    try {
      return TrialProcess.run(task, Json.line(model), work());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Processor time that a trial may take: with all cores at work, this many seconds. */
  private Duration work() {
    return Duration.ofSeconds(
        Runtime.getRuntime().availableProcessors() * (SECONDS + bytes() / BYTES_A_SECOND));
  }

  private long bytes() {
    try (Stream<Path> files = Files.walk(new SavedModelFolder(model.savedModel()).path())) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    } catch (IOException | UncheckedIOException e) {
      // The trial will say so.
      return 0;
    }
  }
}
