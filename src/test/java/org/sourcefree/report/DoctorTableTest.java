package org.sourcefree.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sourcefree.graph.Devices.Device;
import org.sourcefree.machine.CudaLibrary;
import org.sourcefree.machine.Doctor;
import org.sourcefree.machine.SharedLibrary;

class DoctorTableTest {
  @Test
  void alignsWhatWasFoundAndEndsWithTheMends() {
    SharedLibrary runtime =
        new SharedLibrary(
            "libcudart.so.12",
            Optional.empty(),
            Optional.of(
                "libcudart.so.12: cannot open shared object file: No such file or directory"));
    Doctor.Findings found =
        new Doctor.Findings(
            "2.18.0",
            false,
            List.of(new Device("/device:CPU:0", "CPU")),
            "none",
            Optional.empty(),
            Optional.empty(),
            List.of(new CudaLibrary("CUDA 12", true, runtime)));
    assertThat(DoctorTable.text(found).lines())
        .startsWith(
            "TensorFlow         2.18.0, built for CPUs alone",
            "devices            /device:CPU:0",
            "GPUs               none",
            "NVIDIA driver      none",
            "libcudart.so.12    missing (CUDA 12)",
            "",
            "No GPU is used: all runs on the CPU. To use one:")
        .hasSize(7 + found.fixes().size());
  }
}
