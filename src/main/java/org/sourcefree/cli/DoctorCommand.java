package org.sourcefree.cli;

import java.util.concurrent.Callable;
import org.sourcefree.machine.Doctor;
import org.sourcefree.report.DoctorTable;
import picocli.CommandLine.Command;

/** Says what TensorFlow finds on this machine. */
@Command(
    name = "doctor",
    description =
        "Says which TensorFlow, devices, driver and CUDA libraries are found, and what a GPU would still need.",
    footer = "tools/sourcefree doctor",
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    System.out.print(DoctorTable.text(Doctor.look()));
    return 0;
  }
}
