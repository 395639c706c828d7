package org.sourcefree.report;

import java.util.stream.Collectors;
import org.sourcefree.graph.Devices;
import org.sourcefree.machine.CudaLibrary;
import org.sourcefree.machine.Doctor;
import org.sourcefree.machine.NvidiaDriver;

/** What was found about TensorFlow and GPUs, for a terminal. */
public final class DoctorTable {
  private DoctorTable() {}

  /** A line each for TensorFlow, devices, driver and every library, then what to do. */
  public static String text(Doctor.Findings found) {
    StringBuilder out = new StringBuilder();
    String build = found.gpuBuild() ? "built for GPUs" : "built for CPUs alone";
    line(out, "TensorFlow", found.tensorflow() + ", " + build);
    line(
        out,
        "devices",
        found.devices().stream().map(Devices.Device::name).collect(Collectors.joining(", ")));
    line(out, "GPUs", found.gpus());
    line(out, "NVIDIA driver", found.driver().map(NvidiaDriver::version).orElse("none"));
    for (CudaLibrary library : found.libraries()) {
      line(out, library.library().name(), library.state());
    }
    out.append("%n".formatted());
    out.append(
        (found.usesGpu()
                ? "The GPU is used.%n"
                : "No GPU is used: all runs on the CPU. To use one:%n")
            .formatted());
    found.fixes().forEach(fix -> out.append("- %s%n".formatted(fix)));
    return out.toString();
  }

  private static void line(StringBuilder out, String name, String value) {
    out.append("%-18s %s%n".formatted(name, value));
  }
}
