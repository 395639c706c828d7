package org.sourcefree.machine;

import java.util.List;

/**
 * A library that TensorFlow opens to use a GPU, and whether it can be opened here.
 *
 * @param source what brings it
 * @param needed whether TensorFlow stays on the CPU without it
 * @param library as it was found
 */
public record CudaLibrary(String source, boolean needed, SharedLibrary library) {
  private static final String DRIVER = "NVIDIA's driver";
  private static final String CUDA = "CUDA 12";

  /** All that TensorFlow 2.18 opens, each tried. */
  static List<CudaLibrary> openAll() {
    return List.of(
        open("libcuda.so.1", DRIVER, true),
        open("libcudart.so.12", CUDA, true),
        open("libcublas.so.12", CUDA, true),
        open("libcublasLt.so.12", CUDA, true),
        open("libcufft.so.11", CUDA, true),
        open("libcusolver.so.11", CUDA, true),
        open("libcusparse.so.12", CUDA, true),
        open("libcudnn.so.9", "cuDNN 9", true),
        open("libcupti.so.12", "CUDA 12, only for profiling", false),
        open("libnccl.so.2", "NCCL 2, only for several GPUs", false));
  }

  private static CudaLibrary open(String name, String source, boolean needed) {
    return new CudaLibrary(source, needed, SharedLibrary.open(name));
  }

  /** Whether the driver brings it. */
  boolean ofTheDriver() {
    return source.equals(DRIVER);
  }

  /** Where it is, or what is wrong. */
  public String state() {
    if (library.found()) {
      return library.path().map(String::valueOf).orElse("found");
    }
    return library.missing()
        ? "missing (%s)".formatted(source)
        : "cannot be opened: " + library.failure().orElse("");
  }
}
