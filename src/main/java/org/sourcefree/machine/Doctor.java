package org.sourcefree.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sourcefree.graph.Devices;
import org.tensorflow.TensorFlow;

/** What TensorFlow finds on this machine, and what a GPU would still need. */
public final class Doctor {
  private Doctor() {}

  /**
   * What was found.
   *
   * @param tensorflow version
   * @param gpuBuild whether the natives on the class path can use a GPU
   * @param devices that TensorFlow sees
   * @param gpus the models that the driver lists, {@code none} if none
   * @param driver NVIDIA's, empty if none is loaded
   * @param visible CUDA_VISIBLE_DEVICES, empty if it is not set
   * @param libraries the driver's, CUDA's and cuDNN's
   */
  public record Findings(
      String tensorflow,
      boolean gpuBuild,
      List<Devices.Device> devices,
      String gpus,
      Optional<NvidiaDriver> driver,
      Optional<String> visible,
      List<CudaLibrary> libraries) {

    /** Copies the lists. */
    public Findings {
      devices = List.copyOf(devices);
      libraries = List.copyOf(libraries);
    }

    /** Whether TensorFlow uses a GPU. */
    public boolean usesGpu() {
      return devices.stream().anyMatch(Devices.Device::isGpu);
    }

    /** What to do to use a GPU, a sentence each, at least one; none if one is used. */
    public List<String> fixes() {
      if (usesGpu()) {
        return List.of();
      }
      List<String> fixes = new ArrayList<>();
      if (!gpuBuild) {
        fixes.add(
            "this TensorFlow has no GPU kernels: build with SOURCEFREE_PROFILES=gpu,cuda"
                + " tools/sourcefree doctor, or take a bundle made with tools/bundle --gpu");
      }
      driverFix().ifPresent(fixes::add);
      String missing = notFound();
      if (!missing.isEmpty()) {
        fixes.add(
            "%s: build with SOURCEFREE_PROFILES=gpu,cuda, which brings them, or install them and name their folder in LD_LIBRARY_PATH"
                .formatted(missing));
      }
      if (fixes.isEmpty()) {
        fixes.add(
            visible
                .map("CUDA_VISIBLE_DEVICES is \"%s\": unset it"::formatted)
                .orElse(
                    "all that is needed was found, yet TensorFlow sees no GPU: TF_CPP_MIN_LOG_LEVEL=0 prints its reasons"));
      }
      return fixes;
    }

    private Optional<String> driverFix() {
      if (driver.isEmpty()
          || libraries.stream().anyMatch(each -> each.ofTheDriver() && lacks(each))) {
        return Optional.of(
            "no NVIDIA driver is loaded, or libcuda.so.1 is out of its reach: install %s or later on a machine with a GPU; start containers with --gpus all"
                .formatted(NvidiaDriver.OLDEST));
      }
      return driver
          .filter(NvidiaDriver::tooOld)
          .map(
              old ->
                  "driver %s is too old for CUDA 12: install %s or later"
                      .formatted(old.version(), NvidiaDriver.OLDEST));
    }

    /** Names of the needed libraries that cannot be opened, but for the driver's. */
    private String notFound() {
      return String.join(
          ", ",
          libraries.stream()
              .filter(each -> !each.ofTheDriver() && lacks(each))
              .map(each -> each.library().name())
              .toList());
    }

    private static boolean lacks(CudaLibrary each) {
      return each.needed() && !each.library().found();
    }
  }

  /** Looks. */
  public static Findings look() {
    return new Findings(
        TensorFlow.version(),
        isGpuBuild(),
        Devices.list(),
        Machine.gpus(),
        NvidiaDriver.loaded(),
        Optional.ofNullable(System.getenv("CUDA_VISIBLE_DEVICES")),
        CudaLibrary.openAll());
  }

  private static boolean isGpuBuild() {
    return TensorFlow.class.getResource(
            "/org/tensorflow/internal/c_api/linux-x86_64-gpu/libtensorflow_cc.so.2")
        != null;
  }
}
