package org.sourcefree.machine;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.tensorflow.TensorFlow;

/** What results were measured on. */
public final class Machine {
  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
  private static final Path GPUS = Path.of("/proc/driver/nvidia/gpus");
  private static final Path MEMORY = Path.of("/proc/meminfo");
  private static final Path STATUS = Path.of("/proc/self/status");

  private Machine() {}

  /** Processor, cores, memory, GPUs, system and versions, by name. */
  public static Map<String, Object> facts() {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("sourcefree_commit", commit());
    facts.put("tensorflow", TensorFlow.version());
    facts.put("java", Runtime.version().toString());
    facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    facts.put("processor", processor());
    facts.put("cores", Runtime.getRuntime().availableProcessors());
    if (ManagementFactory.getOperatingSystemMXBean()
        instanceof com.sun.management.OperatingSystemMXBean system) {
      double gibibytes = system.getTotalMemorySize() / (double) (1L << 30);
      facts.put("memory", String.format(Locale.ROOT, "%.0f GiB", gibibytes));
    }
    facts.put("gpu", gpus());
    return facts;
  }

  /** Of the program, as its launcher names it. */
  public static String commit() {
    return System.getProperty("sourcefree.commit", "unknown");
  }

  /** The models that NVIDIA's driver lists. */
  static String gpus() {
    try (Stream<Path> folders = Files.list(GPUS)) {
      List<String> models =
          folders
              .sorted()
              .flatMap(folder -> line(folder.resolve("information"), "Model").stream())
              .toList();
      return models.isEmpty() ? "none" : String.join(", ", models);
    } catch (IOException e) {
      return "none";
    }
  }

  /** The largest resident size of this process so far, bytes; 0 where the system does not say. */
  public static long peakMemory() {
    return line(STATUS, "VmHWM").map(text -> 1024 * number(text)).orElse(0L);
  }

  /**
   * Memory that this process may take, with what it has already, bytes; Long.MAX_VALUE where the
   * system does not say.
   */
  public static long availableMemory() {
    long free =
        line(MEMORY, "MemAvailable")
            .map(
                text ->
                    1024 * number(text)
                        + 1024 * line(STATUS, "VmRSS").map(Machine::number).orElse(0L))
            .orElse(Long.MAX_VALUE);
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? Math.min(free, system.getTotalMemorySize())
        : free;
  }

  private static long number(String text) {
    return Long.parseLong(text.replaceAll("[^0-9]", ""));
  }

  private static String processor() {
    return line(PROCESSORS, "model name").orElse(System.getProperty("os.arch"));
  }

  /** What stands behind the colon of the first line that begins so. */
  private static Optional<String> line(Path file, String begin) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith(begin))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
