package org.sourcefree.experiment;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sourcefree.graph.Devices;
import org.tensorflow.TensorFlow;

/** What TensorFlow finds on this machine, and what a GPU would still need. */
public final class Doctor {
  private static final Path DRIVER = Path.of("/proc/driver/nvidia/version");

  /**
   * What TensorFlow 2.18 opens when it starts on a GPU; without one of them it stays on the CPU.
   */
  private static final List<String> LIBRARIES =
      List.of(
          "libcuda.so.1",
          "libcudart.so.12",
          "libcublas.so.12",
          "libcublasLt.so.12",
          "libcufft.so.11",
          "libcusolver.so.11",
          "libcusparse.so.12",
          "libcudnn.so.9",
          "libcupti.so.12",
          "libnccl.so.2");

  private static final List<String> USUAL_FOLDERS =
      List.of(
          "/usr/lib/x86_64-linux-gnu",
          "/usr/lib64",
          "/usr/local/cuda/lib64",
          "/usr/local/nvidia/lib64",
          "/usr/lib/wsl/lib");

  private Doctor() {}

  /**
   * A library and where it was found.
   *
   * @param path empty if it is missing
   */
  public record Library(String name, Optional<Path> path) {}

  /**
   * What was found.
   *
   * @param tensorflow version
   * @param gpuBuild whether the natives on the class path can use a GPU
   * @param devices that TensorFlow sees
   * @param driver NVIDIA's, empty if none is loaded
   * @param libraries CUDA's and cuDNN's
   */
  public record Findings(
      String tensorflow,
      boolean gpuBuild,
      List<Devices.Device> devices,
      Optional<String> driver,
      List<Library> libraries) {

    /** Copies the lists. */
    public Findings {
      devices = List.copyOf(devices);
      libraries = List.copyOf(libraries);
    }

    /** Whether TensorFlow uses a GPU. */
    public boolean usesGpu() {
      return devices.stream().anyMatch(Devices.Device::isGpu);
    }

    /** Libraries that were not found. */
    public List<String> missing() {
      return libraries.stream()
          .filter(library -> library.path().isEmpty())
          .map(Library::name)
          .toList();
    }

    /** What to do to use a GPU, a sentence each; none if one is used. */
    public List<String> mends() {
      List<String> mends = new ArrayList<>();
      if (usesGpu()) {
        return mends;
      }
      if (!gpuBuild) {
        mends.add("build with mvn -Pgpu package -DskipTests: this TensorFlow has no GPU kernels");
      }
      if (driver.isEmpty()) {
        mends.add("install NVIDIA's driver, or use a machine with a GPU: none is loaded here");
      }
      if (!missing().isEmpty()) {
        mends.add(
            "install CUDA 12 and cuDNN 9 and name their folder in LD_LIBRARY_PATH: missing are "
                + String.join(", ", missing()));
      }
      return mends;
    }
  }

  /** Looks. */
  public static Findings look() {
    return new Findings(
        TensorFlow.version(), isGpuBuild(), Devices.list(), driver(), libraries(folders()));
  }

  private static boolean isGpuBuild() {
    return TensorFlow.class.getResource(
            "/org/tensorflow/internal/c_api/linux-x86_64-gpu/libtensorflow_cc.so.2")
        != null;
  }

  private static Optional<String> driver() {
    try (Stream<String> lines = Files.lines(DRIVER)) {
      return lines.findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static List<Path> folders() {
    String said = Optional.ofNullable(System.getenv("LD_LIBRARY_PATH")).orElse("");
    return Stream.concat(
            Stream.of(said.split(File.pathSeparator, -1)).filter(each -> !each.isBlank()),
            USUAL_FOLDERS.stream())
        .map(Path::of)
        .distinct()
        .toList();
  }

  /** Where each library lies among the folders, the first that has it. */
  static List<Library> libraries(List<Path> folders) {
    return LIBRARIES.stream()
        .map(
            name ->
                new Library(
                    name,
                    folders.stream()
                        .map(folder -> folder.resolve(name))
                        .filter(Files::exists)
                        .findFirst()))
        .toList();
  }
}
