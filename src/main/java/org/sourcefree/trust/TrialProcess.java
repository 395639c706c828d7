package org.sourcefree.trust;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.sourcefree.config.Json;
import org.sourcefree.machine.ChildJvm;

/** A process that tries a model, from its start to its answer. */
final class TrialProcess {
  private static final int FIRST_SIGNAL = 128;
  private static final int LOOK_MILLISECONDS = 100;

  private TrialProcess() {}

  /** What was found out, or how the process ended without saying. */
  record Result(Optional<String> failure, List<String> lines) {

    static Result failed(String how) {
      return new Result(Optional.of("a process that tried it " + how), List.of());
    }
  }

  /**
   * Runs a trial and waits for it.
   *
   * @param question the model, on one line
   * @param work processor time that it may take
   */
  static Result run(GraphTrial.Task task, String question, Duration work) throws IOException {
    try (TrialChannel channel = TrialChannel.open()) {
      Process process = start(task, channel.file());
      try (OutputStream in = process.getOutputStream()) {
        ask(channel, in, question);
        Optional<String> ended = await(process, new Patience(work));
        return ended.isPresent() ? Result.failed(ended.get()) : result(process, channel);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while a graph was tried", e);
      } finally {
        process.destroyForcibly();
      }
    }
  }

  private static Process start(GraphTrial.Task task, Path answer) throws IOException {
    List<String> options =
        List.of(
            "-Xmx" + Runtime.getRuntime().maxMemory(),
            // No core, no report: a crash is an answer here.
            "-XX:-CreateCoredumpOnCrash",
            "-XX:ErrorFile=/dev/null",
            "-XX:TieredStopAtLevel=1",
            "-Djava.awt.headless=true");
    List<String> arguments = List.of(task.name(), answer.toString());
    ProcessBuilder builder =
        ChildJvm.of(options, GraphTrial.class, arguments)
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.DISCARD);
    builder.environment().put("TF_CPP_MIN_LOG_LEVEL", "3");
    builder.environment().put("CUDA_VISIBLE_DEVICES", "-1");
    return builder.start();
  }

  private static void ask(TrialChannel channel, OutputStream process, String question) {
    try {
      channel.ask(process, question);
    } catch (IOException e) {
      // It has ended already, as its exit code says.
    }
  }

  /** Why the process was not waited for to its end; empty if it ended by itself. */
  private static Optional<String> await(Process process, Patience patience)
      throws InterruptedException {
    long start = System.nanoTime();
    while (!process.waitFor(LOOK_MILLISECONDS, TimeUnit.MILLISECONDS)) {
      Duration wall = Duration.ofNanos(System.nanoTime() - start);
      Duration taken = process.info().totalCpuDuration().orElse(wall);
      Optional<String> ended = patience.ended(wall, taken);
      if (ended.isPresent()) {
        return ended;
      }
    }
    return Optional.empty();
  }

  private static Result result(Process process, TrialChannel channel) throws IOException {
    int code = process.exitValue();
    Optional<String> answer = code == 0 ? channel.answered() : Optional.empty();
    String end = code > FIRST_SIGNAL ? "signal " + (code - FIRST_SIGNAL) : "exit code " + code;
    return answer
        .map(text -> Json.read(text, "the result", GraphTrial.Report.class).lines())
        .map(lines -> new Result(Optional.empty(), lines))
        .orElseGet(() -> Result.failed("ended with " + end));
  }
}
