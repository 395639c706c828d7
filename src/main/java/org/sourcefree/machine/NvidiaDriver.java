package org.sourcefree.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * NVIDIA's driver.
 *
 * @param version e.g. 550.54.15
 */
public record NvidiaDriver(String version) {
  /** The oldest that runs CUDA 12 (CUDA 12 release notes, table 2). */
  public static final String OLDEST = "525.60";

  private static final Path LOADED = Path.of("/proc/driver/nvidia/version");
  private static final Pattern VERSION = Pattern.compile("\\b(\\d{3,}\\.\\d+(\\.\\d+)?)\\b");

  /** The one that is loaded here, if any. */
  static Optional<NvidiaDriver> loaded() {
    try (Stream<String> lines = Files.lines(LOADED)) {
      return lines.findFirst().flatMap(NvidiaDriver::in);
    } catch (IOException e) {
      return asked();
    }
  }

  /** The version that a line names. */
  static Optional<NvidiaDriver> in(String line) {
    Matcher matcher = VERSION.matcher(line);
    return matcher.find() ? Optional.of(new NvidiaDriver(matcher.group(1))) : Optional.empty();
  }

  /** Under WSL the system does not say, NVIDIA's own program does. */
  private static Optional<NvidiaDriver> asked() {
    try {
      Process process =
          new ProcessBuilder("nvidia-smi", "--query-gpu=driver_version", "--format=csv,noheader")
              .redirectErrorStream(true)
              .start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? in(said) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** Whether it is too old for CUDA 12. */
  boolean tooOld() {
    String[] here = version.split("\\.", -1);
    String[] oldest = OLDEST.split("\\.", -1);
    int major = Integer.compare(Integer.parseInt(here[0]), Integer.parseInt(oldest[0]));
    return major < 0 || (major == 0 && Integer.parseInt(here[1]) < Integer.parseInt(oldest[1]));
  }
}
