package org.sourcefree.graph;

import java.util.Optional;
import org.sourcefree.InvalidInputException;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GraphOptions;
import org.tensorflow.proto.RewriterConfig;

/**
 * On what, and in which numbers, graphs are computed.
 *
 * @param target the server in which sessions run; empty for sessions of their own
 */
public record Compute(Device device, Precision precision, Optional<SessionTarget> target) {
  /** The GPU if there is one, float32. */
  public static final Compute DEFAULT = new Compute(Device.AUTO, Precision.FLOAT32);

  /** Which processor. */
  public enum Device {
    /** A GPU that TensorFlow can use, else the CPU. */
    AUTO,
    CPU,
    /** An error where TensorFlow can use none. */
    GPU
  }

  /** Which numbers. */
  public enum Precision {
    /** On NVIDIA GPUs since Ampere products are rounded to TF32, as is TensorFlow's default. */
    FLOAT32,
    /**
     * Convolutions and products in bfloat16, added up in float32; weights, losses and updates stay
     * float32. On CPUs that have instructions for it.
     */
    BFLOAT16,
    /**
     * Convolutions and products in float16, with the loss scaled so that small gradients do not
     * vanish; weights, losses and updates stay float32. On GPUs.
     */
    FLOAT16
  }

  /** In sessions of their own. */
  public Compute(Device device, Precision precision) {
    this(device, precision, Optional.empty());
  }

  /** The same in a server's sessions. */
  public Compute in(Optional<SessionTarget> server) {
    return new Compute(device, precision, server);
  }

  /** What a config says, with the defaults for what it leaves out. */
  public static Compute of(Optional<Device> device, Optional<Precision> precision) {
    return new Compute(device.orElse(Device.AUTO), precision.orElse(Precision.FLOAT32));
  }

  /**
   * Checks that this machine can do it.
   *
   * @throws InvalidInputException if not
   */
  public void requireAvailable() {
    if (device == Device.GPU && !Devices.hasGpu()) {
      throw new InvalidInputException(
          "device: gpu must have a GPU that TensorFlow can use, found none; tools/sourcefree doctor says what is missing");
    }
    if (precision == Precision.FLOAT16 && !usesGpu()) {
      throw new InvalidInputException(
          "precision: float16 must have a GPU, the run would be on the CPU; use float32 or, where doctor names it, bfloat16");
    }
    if (precision == Precision.BFLOAT16 && usesGpu()) {
      throw new InvalidInputException(
          "precision: bfloat16 must have a CPU, the run would be on a GPU; say device: cpu, or precision: float16 or float32");
    }
    if (precision == Precision.BFLOAT16 && !Devices.cpuHasBfloat16()) {
      throw new InvalidInputException(
          "precision: bfloat16 must have a CPU with avx512_bf16 or amx_bf16, this one has neither; use float32");
    }
  }

  /** How networks compute their convolutions: oneDNN's in bfloat16 are not slow as in float32. */
  public ConvolutionKernels kernels() {
    if (precision == Precision.BFLOAT16) {
      return ConvolutionKernels.EVEN_CONVOLUTION;
    }
    return usesGpu() ? ConvolutionKernels.CONVOLUTION : ConvolutionKernels.MATRIX;
  }

  /** Whether gradients may be too small for the precision. */
  public boolean needsLossScaling() {
    return precision == Precision.FLOAT16;
  }

  /** Whether it will be a GPU. */
  public boolean usesGpu() {
    return device != Device.CPU && Devices.hasGpu();
  }

  /** One session's settings. */
  public ConfigProto session() {
    RewriterConfig.Builder rewriting = RewriterConfig.newBuilder();
    if (precision == Precision.BFLOAT16) {
      rewriting.setAutoMixedPrecisionOnednnBfloat16(RewriterConfig.Toggle.ON);
    }
    if (precision == Precision.FLOAT16) {
      rewriting.setAutoMixedPrecision(RewriterConfig.Toggle.ON);
    }
    ConfigProto.Builder config =
        Devices.session().setGraphOptions(GraphOptions.newBuilder().setRewriteOptions(rewriting));
    if (device == Device.CPU) {
      config.putDeviceCount("GPU", 0);
    }
    target.ifPresent(
        server ->
            config
                .addDeviceFilters(server.task())
                .getExperimentalBuilder()
                .setCollectiveGroupLeader(server.leader()));
    return config.build();
  }
}
