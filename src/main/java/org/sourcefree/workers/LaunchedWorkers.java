package org.sourcefree.workers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.sourcefree.distributed.Cluster;
import org.sourcefree.machine.ChildJvm;

/** Workers on this machine, whose lines are shown with their numbers. */
public final class LaunchedWorkers {
  private static final String TERMINAL = "-Dsourcefree.terminal=";
  private static final Path DEVICES = Path.of("/dev");
  private static final Path TASKSET = Path.of("/usr/bin/taskset");

  /** How long the others may take to end when one has failed. */
  private static final Duration GRACE = Duration.ofSeconds(60);

  private LaunchedWorkers() {}

  /**
   * Runs a command as so many workers that share one run: when one fails, all end.
   *
   * @param main class of the command line
   * @return 0 if all went well; 2 if the user has something to fix; what says that all can be
   *     started again if a worker was lost
   */
  public static int together(int workers, Class<?> main, List<String> command) {
    return run(Optional.of(addresses(workers)), workers, main, command);
  }

  /**
   * Runs a command as so many processes that know nothing of each other, each of which goes on
   * whatever becomes of the others.
   *
   * @return as of {@link #together}
   */
  public static int apart(int workers, Class<?> main, List<String> command) {
    return run(Optional.empty(), workers, main, command);
  }

  private static int run(
      Optional<List<String>> addresses, int workers, Class<?> main, List<String> command) {
    List<Process> started = new ArrayList<>();
    Thread hook = new Thread(() -> started.forEach(LaunchedWorkers::end), "stop launched");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      List<Thread> readers = new ArrayList<>();
      for (int i = 0; i < workers; i++) {
        Process process = builder(main, command, addresses, workers, i).start();
        started.add(process);
        int worker = i;
        Thread reader = new Thread(() -> show(process, worker), "output of worker " + i);
        reader.start();
        readers.add(reader);
      }
      int code = await(started, addresses.isPresent());
      for (Thread reader : readers) {
        reader.join();
      }
      return code;
    } catch (IOException e) {
      started.forEach(Process::destroyForcibly);
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      started.forEach(Process::destroyForcibly);
      throw new IllegalStateException(e);
    }
  }

  /** A signal has ended the launcher: the workers save their state. */
  private static void end(Process process) {
    // Not by the process itself, which would close what it still has to say.
    process.toHandle().destroy();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      process.destroyForcibly();
    }
  }

  private static int await(List<Process> workers, boolean together) throws InterruptedException {
    List<Process> running = new ArrayList<>(workers);
    long end = Long.MAX_VALUE;
    while (!running.isEmpty()) {
      if (running.get(0).waitFor(100, TimeUnit.MILLISECONDS)) {
        running.remove(0);
      } else {
        running.add(running.remove(0));
      }
      boolean failed = together && workers.stream().anyMatch(LaunchedWorkers::hasFailed);
      if (failed && end == Long.MAX_VALUE) {
        end = System.nanoTime() + GRACE.toNanos();
      }
      if (failed && System.nanoTime() > end) {
        running.forEach(Process::destroyForcibly);
      }
    }
    return code(workers.stream().map(Process::exitValue).toList());
  }

  private static boolean hasFailed(Process process) {
    return !process.isAlive() && process.exitValue() != 0;
  }

  /** What the launcher ends with, by what the workers ended with. */
  static int code(List<Integer> codes) {
    for (int known : List.of(2, 1, Workers.START_AGAIN)) {
      if (codes.contains(known)) {
        return known;
      }
    }
    return codes.stream().allMatch(code -> code == 0) ? 0 : Workers.START_AGAIN;
  }

  private static void show(Process process, int worker) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        System.out.println("[" + worker + "] " + line);
      }
    } catch (IOException e) {
      System.err.println("the output of worker " + worker + " ended: " + e.getMessage());
    }
  }

  private static ProcessBuilder builder(
      Class<?> main,
      List<String> command,
      Optional<List<String>> addresses,
      int workers,
      int worker) {
    List<String> options =
        Stream.concat(
                ChildJvm.options().stream().filter(each -> !each.startsWith(TERMINAL)),
                Stream.of(TERMINAL + "false"))
            .toList();
    // A second descriptor of standard error, as tools/sourcefree opens it.
    List<String> line = new ArrayList<>(List.of("sh", "-c", "exec \"$@\" 3>&2", "sh"));
    List<Integer> gpus = gpus();
    if (gpus.isEmpty()) {
      line.addAll(cores(workers, worker));
    }
    line.addAll(ChildJvm.of(options, main, command).command());
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.remove(Cluster.VARIABLE);
    addresses.ifPresent(all -> environment.put(Cluster.VARIABLE, Cluster.text(all, worker)));
    if (!gpus.isEmpty()) {
      environment.put("CUDA_VISIBLE_DEVICES", String.valueOf(gpus.get(worker % gpus.size())));
    }
    return builder;
  }

  /** Numbers of the GPUs that the system shows; empty if there are none. */
  private static List<Integer> gpus() {
    try (Stream<Path> devices = Files.list(DEVICES)) {
      return devices
          .map(each -> String.valueOf(each.getFileName()))
          .filter(name -> name.matches("nvidia[0-9]+"))
          .map(name -> Integer.valueOf(name.substring("nvidia".length())))
          .sorted()
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  /** What gives a worker its part of the cores. */
  private static List<String> cores(int workers, int worker) {
    int cores = Runtime.getRuntime().availableProcessors();
    if (!Files.isExecutable(TASKSET) || cores < workers) {
      return List.of();
    }
    String own =
        IntStream.range(worker * cores / workers, (worker + 1) * cores / workers)
            .mapToObj(Integer::toString)
            .reduce((a, b) -> a + "," + b)
            .orElseThrow();
    return List.of(TASKSET.toString(), "-c", own);
  }

  /** Free ports of the loopback interface. */
  private static List<String> addresses(int workers) {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < workers; i++) {
        sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      List<String> addresses =
          sockets.stream().map(socket -> "127.0.0.1:" + socket.getLocalPort()).toList();
      for (ServerSocket socket : sockets) {
        socket.close();
      }
      return addresses;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
