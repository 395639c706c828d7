package org.sourcefree.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.sourcefree.graph.Devices.Device;
import org.sourcefree.machine.Doctor.Findings;

class DoctorTest {
  private static final Device CPU = new Device("/device:CPU:0", "CPU");
  private static final Device GPU = new Device("/device:GPU:0", "GPU");
  private static final Optional<NvidiaDriver> DRIVER = Optional.of(new NvidiaDriver("550.54.15"));
  private static final CudaLibrary CUDA = found("libcuda.so.1", "NVIDIA's driver");
  private static final CudaLibrary CUDNN = found("libcudnn.so.9", "cuDNN 9");

  @Test
  void namesAllThatAGpuStillNeeds() {
    assertThat(
            findings(
                    false,
                    Optional.empty(),
                    missing(CUDA),
                    missing(CUDNN),
                    optional("libnccl.so.2"))
                .fixes())
        .satisfiesExactly(
            fix -> assertThat(fix).contains("no GPU kernels", "SOURCEFREE_PROFILES=gpu,cuda"),
            fix -> assertThat(fix).contains("no NVIDIA driver", "525.60"),
            fix -> assertThat(fix).startsWith("libcudnn.so.9:").doesNotContain("libnccl"));
  }

  @Test
  void asksForNothingOnceAGpuIsUsed() {
    Findings found =
        new Findings(
            "2.18.0", true, List.of(CPU, GPU), "NVIDIA A", DRIVER, Optional.of("0"), List.of());
    assertThat(found.usesGpu()).isTrue();
    assertThat(found.fixes()).isEmpty();
  }

  @Test
  void refusesADriverOlderThanCuda12() {
    for (String old : List.of("470.256.02", "525.59")) {
      assertThat(findings(true, Optional.of(new NvidiaDriver(old)), CUDA, CUDNN).fixes())
          .singleElement()
          .asString()
          .contains(old, "too old");
    }
    assertThat(new NvidiaDriver("525.60.13").tooOld()).isFalse();
  }

  @Test
  void alwaysHasSomethingToSayWithoutAGpu() {
    assertThat(findings(true, DRIVER, CUDA, CUDNN).fixes())
        .singleElement()
        .asString()
        .contains("TF_CPP_MIN_LOG_LEVEL=0");
    Findings hidden =
        new Findings(
            "2.18.0", true, List.of(CPU), "none", DRIVER, Optional.of("-1"), List.of(CUDA, CUDNN));
    assertThat(hidden.fixes()).containsExactly("CUDA_VISIBLE_DEVICES is \"-1\": unset it");
  }

  @Test
  void readsTheDriversVersionFromItsLine() {
    for (String line :
        List.of(
            "NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.54.15  Tue Mar  5 22:23:56 UTC 2024",
            "NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  550.54.15  Release Build",
            "550.54.15\n")) {
      assertThat(NvidiaDriver.in(line)).isEqualTo(DRIVER);
    }
    assertThat(NvidiaDriver.in("no devices were found")).isEmpty();
  }

  @Test
  void saysWhereALibraryIsOrWhatBringsIt() {
    assertThat(CUDNN.state()).isEqualTo("/usr/lib/libcudnn.so.9");
    assertThat(missing(CUDNN).state()).isEqualTo("missing (cuDNN 9)");
    assertThat(damaged("libcufft.so.11").state())
        .isEqualTo("cannot be opened: libcufft.so.11: file too short");
  }

  @Test
  void looksAtThisMachine() {
    Findings here = Doctor.look();
    assertThat(here.devices()).contains(CPU);
    assertThat(here.libraries()).extracting(each -> each.library().name()).hasSize(10);
  }

  private static Findings findings(
      boolean gpuBuild, Optional<NvidiaDriver> driver, CudaLibrary... libraries) {
    return new Findings(
        "2.18.0",
        gpuBuild,
        List.of(CPU),
        "none",
        driver,
        Optional.empty(),
        Stream.of(libraries).toList());
  }

  private static CudaLibrary found(String name, String source) {
    return new CudaLibrary(
        source,
        true,
        new SharedLibrary(name, Optional.of(Path.of("/usr/lib", name)), Optional.empty()));
  }

  private static CudaLibrary missing(CudaLibrary found) {
    return failed(
        found.library().name(),
        found.source(),
        true,
        "cannot open shared object file: No such file or directory");
  }

  private static CudaLibrary optional(String name) {
    return failed(name, "", false, "cannot open shared object file: No such file or directory");
  }

  private static CudaLibrary damaged(String name) {
    return failed(name, "CUDA 12", true, "file too short");
  }

  private static CudaLibrary failed(String name, String source, boolean needed, String words) {
    return new CudaLibrary(
        source,
        needed,
        new SharedLibrary(name, Optional.empty(), Optional.of(name + ": " + words)));
  }
}
