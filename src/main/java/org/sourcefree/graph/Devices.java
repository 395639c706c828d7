package org.sourcefree.graph;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.tensorflow.TensorFlow;
import org.tensorflow.internal.c_api.TFE_Context;
import org.tensorflow.internal.c_api.TFE_ContextOptions;
import org.tensorflow.internal.c_api.TF_DeviceList;
import org.tensorflow.internal.c_api.TF_Status;
import org.tensorflow.internal.c_api.global.tensorflow;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GPUOptions;

/** The processors that TensorFlow finds. */
public final class Devices {
  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
  private static final Set<String> BFLOAT16 = Set.of("avx512_bf16", "amx_bf16");

  private Devices() {}

  /**
   * A processor.
   *
   * @param name e.g. {@code /device:GPU:0}
   * @param type e.g. {@code CPU} or {@code GPU}
   */
  public record Device(String name, String type) {
    /** Whether it is a GPU. */
    public boolean isGpu() {
      return type.equals("GPU");
    }
  }

  /** Whether TensorFlow can use a GPU. */
  public static boolean hasGpu() {
    return Found.GPU;
  }

  /** Whether the CPU multiplies bfloat16; false where the system does not say. */
  public static boolean cpuHasBfloat16() {
    try (Stream<String> lines = Files.lines(PROCESSORS)) {
      return lines
          .filter(line -> line.startsWith("flags"))
          .findFirst()
          .filter(flags -> List.of(flags.split("\\s+")).stream().anyMatch(BFLOAT16::contains))
          .isPresent();
    } catch (IOException e) {
      return false;
    }
  }

  /** Looked for once. */
  private static final class Found {
    private static final boolean GPU = list().stream().anyMatch(Device::isGpu);
  }

  /**
   * What all sessions have in common: all cores, one operation after the other, GPU memory that
   * grows as needed.
   */
  static ConfigProto.Builder session() {
    return ConfigProto.newBuilder()
        .setGpuOptions(GPUOptions.newBuilder().setAllowGrowth(true))
        .setInterOpParallelismThreads(1);
  }

  /** Every processor; the first call starts TensorFlow. */
  @SuppressWarnings("try")
  public static List<Device> list() {
    TensorFlow.version();
    // Everything made below is freed with the scope.
    try (PointerScope ignored = new PointerScope()) {
      TF_Status status = TF_Status.newStatus();
      TFE_ContextOptions options = TFE_ContextOptions.newContextOptions();
      byte[] config = session().build().toByteArray();
      tensorflow.TFE_ContextOptionsSetConfig(
          options, new BytePointer(config), config.length, status);
      status.throwExceptionIfNotOK();
      TFE_Context context = TFE_Context.newContext(options, status);
      status.throwExceptionIfNotOK();
      TF_DeviceList found = tensorflow.TFE_ContextListDevices(context, status);
      status.throwExceptionIfNotOK();
      try {
        List<Device> devices = new ArrayList<>();
        for (int i = 0; i < tensorflow.TF_DeviceListCount(found); i++) {
          String name = tensorflow.TF_DeviceListName(found, i, status).getString();
          String type = tensorflow.TF_DeviceListType(found, i, status).getString();
          devices.add(new Device(name.replaceFirst(".*(?=/device:)", ""), type));
        }
        return devices;
      } finally {
        tensorflow.TF_DeleteDeviceList(found);
      }
    }
  }
}
