package org.sourcefree.trust;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.sourcefree.config.Json;
import org.sourcefree.machine.ChildJvm;
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
  private static final int FIRST_SIGNAL = 128;

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
    Result result =
        new GraphProbe(PretrainedModel.unsaid(savedModel)).run(GraphTrial.Task.INSPECTION);
    return result.failure().map(words -> List.of("not: " + words)).orElse(result.lines());
  }

  private record Result(Optional<String> failure, List<String> lines) {}

  private static String sentence(PretrainedModel model, String failure) {
    return "a graph must be one that TensorFlow can compute, %s (%s)"
        .formatted(failure, model.savedModel());
  }

  private Result run(GraphTrial.Task task) {
    try {
      Path said = Files.createTempFile("sourcefree-graph", ".txt");
      Path model = Files.createTempFile("sourcefree-graph", ".json");
      try {
        Files.writeString(model, Json.line(this.model));
        return result(start(task, said, model), said);
      } finally {
        Files.deleteIfExists(said);
        Files.deleteIfExists(model);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Process start(GraphTrial.Task task, Path said, Path model) throws IOException {
    List<String> options =
        List.of(
            "-Xmx" + Runtime.getRuntime().maxMemory(),
            // No core, no report: a crash is an answer here.
            "-XX:-CreateCoredumpOnCrash",
            "-XX:ErrorFile=/dev/null",
            "-XX:TieredStopAtLevel=1",
            "-Djava.awt.headless=true");
    ProcessBuilder builder =
        ChildJvm.of(options, GraphTrial.class, List.of(task.name(), Long.toString(seconds())))
            .redirectInput(model.toFile())
            .redirectOutput(said.toFile())
            .redirectError(Redirect.DISCARD);
    builder.environment().put("TF_CPP_MIN_LOG_LEVEL", "3");
    builder.environment().put("CUDA_VISIBLE_DEVICES", "-1");
    return builder.start();
  }

  private Result result(Process process, Path said) throws IOException {
    try {
      if (!process.waitFor(seconds() + 10, TimeUnit.SECONDS) || process.exitValue() == 124) {
        return new Result(
            Optional.of("a process that tried it took longer than %d s".formatted(seconds())),
            List.of());
      }
      int code = process.exitValue();
      Optional<List<String>> lines = code == 0 ? lines(said) : Optional.empty();
      String end = code > FIRST_SIGNAL ? "signal " + (code - FIRST_SIGNAL) : "exit code " + code;
      return lines
          .map(found -> new Result(Optional.empty(), found))
          .orElseGet(
              () ->
                  new Result(Optional.of("a process that tried it ended with " + end), List.of()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a graph was tried", e);
    } finally {
      process.destroyForcibly();
    }
  }

  /**
   * The result that the process printed; empty if it ended before it was done, whatever its exit
   * code.
   */
  private static Optional<List<String>> lines(Path said) throws IOException {
    String text = new String(Files.readAllBytes(said), StandardCharsets.UTF_8);
    return text.lines()
        .filter(line -> line.startsWith(GraphTrial.RESULT))
        .map(line -> line.substring(GraphTrial.RESULT.length()))
        .map(line -> Json.read(line, "the result", GraphTrial.Report.class).lines())
        .findFirst();
  }

  private long seconds() {
    try (Stream<Path> files = Files.walk(new SavedModelFolder(model.savedModel()).path())) {
      long bytes =
          files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
      return SECONDS + bytes / BYTES_A_SECOND;
    } catch (IOException e) {
      return SECONDS;
    }
  }
}
