package org.sourcefree.cli;

import java.util.concurrent.Callable;
import org.sourcefree.experiment.Doctor;
import org.sourcefree.graph.Devices;
import picocli.CommandLine.Command;

/** Says what TensorFlow finds on this machine. */
@Command(
    name = "doctor",
    description =
        "Says which TensorFlow, devices, driver and CUDA libraries are found, and what a GPU would still need.",
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    Doctor.Findings found = Doctor.look();
    System.out.printf(
        "TensorFlow: %s, %s%n",
        found.tensorflow(), found.gpuBuild() ? "built for GPUs" : "built for CPUs alone");
    for (Devices.Device device : found.devices()) {
      System.out.printf("device: %s%n", device.name());
    }
    System.out.printf("driver: %s%n", found.driver().orElse("none"));
    for (Doctor.Library library : found.libraries()) {
      System.out.printf(
          "%s: %s%n", library.name(), library.path().map(Object::toString).orElse("missing"));
    }
    System.out.println();
    System.out.println(
        found.usesGpu() ? "The GPU is used." : "No GPU is used: all runs on the CPU. To use one:");
    found.mends().forEach(mend -> System.out.println("- " + mend));
    return 0;
  }
}
