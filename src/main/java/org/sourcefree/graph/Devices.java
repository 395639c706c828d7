package org.sourcefree.graph;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.tensorflow.TensorFlow;
import org.tensorflow.internal.c_api.TFE_Context;
import org.tensorflow.internal.c_api.TFE_ContextOptions;
import org.tensorflow.internal.c_api.TF_DeviceList;
import org.tensorflow.internal.c_api.TF_Status;
import org.tensorflow.internal.c_api.global.tensorflow;

/** The processors that TensorFlow finds. */
public final class Devices {
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

  /** Every processor; the first call starts TensorFlow. */
  @SuppressWarnings("try")
  public static List<Device> list() {
    TensorFlow.version();
    // Everything made below is freed with the scope.
    try (PointerScope ignored = new PointerScope()) {
      TF_Status status = TF_Status.newStatus();
      TFE_ContextOptions options = TFE_ContextOptions.newContextOptions();
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
