package org.sourcefree.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.graph.Devices.Device;

class DoctorTest {
  private static final Device CPU = new Device("/device:CPU:0", "CPU");
  private static final Device GPU = new Device("/device:GPU:0", "GPU");

  @Test
  void findsEachLibraryInTheFirstFolderThatHasIt(@TempDir Path root) throws IOException {
    Path first = Files.createDirectories(root.resolve("first"));
    Path second = Files.createDirectories(root.resolve("second"));
    Files.createFile(second.resolve("libcudart.so.12"));
    Files.createFile(first.resolve("libcudnn.so.9"));
    Files.createFile(second.resolve("libcudnn.so.9"));
    List<Doctor.Library> libraries = Doctor.libraries(List.of(first, second));
    assertThat(libraries)
        .contains(
            new Doctor.Library("libcudart.so.12", Optional.of(second.resolve("libcudart.so.12"))),
            new Doctor.Library("libcudnn.so.9", Optional.of(first.resolve("libcudnn.so.9"))),
            new Doctor.Library("libcublas.so.12", Optional.empty()));
  }

  @Test
  void namesWhatAGpuStillNeeds() {
    List<Doctor.Library> none = Doctor.libraries(List.of());
    assertThat(new Doctor.Findings("2.18.0", false, List.of(CPU), Optional.empty(), none).mends())
        .hasSize(3)
        .anyMatch(mend -> mend.contains("libcudnn.so.9"));
    assertThat(
            new Doctor.Findings("2.18.0", true, List.of(CPU, GPU), Optional.of("550"), none)
                .mends())
        .isEmpty();
  }

  @Test
  void seesTheCpu() {
    assertThat(Doctor.look().devices()).contains(CPU);
  }
}
