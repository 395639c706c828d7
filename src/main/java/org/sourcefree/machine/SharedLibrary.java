package org.sourcefree.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.tensorflow.TensorFlow;

/**
 * A library of the system, opened as TensorFlow opens CUDA's: by name, from wherever the system's
 * linker finds it.
 *
 * @param name e.g. {@code libcudart.so.12}, or a path
 * @param path the file; empty if it was not opened or the system does not say
 * @param failure the linker's words if it was not opened
 */
public record SharedLibrary(String name, Optional<Path> path, Optional<String> failure) {
  private static final Path MAPPED_FILES = Path.of("/proc/self/maps");
  private static final String NOT_THERE = "cannot open shared object file: No such file";

  /** Opens it; it stays open. */
  public static SharedLibrary open(String name) {
    // Brings the natives that the call below lives in.
    TensorFlow.version();
    try {
      Loader.loadGlobal(name);
      return new SharedLibrary(name, mapped(name), Optional.empty());
    } catch (UnsatisfiedLinkError e) {
      return new SharedLibrary(name, Optional.empty(), Optional.of(String.valueOf(e.getMessage())));
    }
  }

  /** Whether it was opened. */
  public boolean found() {
    return failure.isEmpty();
  }

  /** Whether there is no such file, rather than one that cannot be opened. */
  public boolean missing() {
    return failure.filter(words -> words.startsWith(name + ": " + NOT_THERE)).isPresent();
  }

  /**
   * The file among those this process has in memory. It may have a longer version than was asked
   * for, libcuda.so.1 being a link to libcuda.so.550.54.15.
   */
  private static Optional<Path> mapped(String name) {
    String begin = "/" + String.valueOf(Path.of(name).getFileName()).replaceFirst("[.]so.*", ".so");
    try (Stream<String> lines = Files.lines(MAPPED_FILES)) {
      return lines
          .filter(line -> line.contains(begin))
          .map(line -> Path.of(line.substring(line.indexOf('/'))))
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
