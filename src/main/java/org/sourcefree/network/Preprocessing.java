package org.sourcefree.network;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;

/**
 * From 8-bit RGB images to what a network was trained on: channels in its order, (value − mean) /
 * standard deviation each.
 *
 * @param channelOrder order of the network's input channels
 * @param mean of each channel in that order, grey levels in [0, 255]
 * @param standardDeviation of each channel in that order, grey levels, from 1e-6 to 1e6; 1 for no
 *     division
 */
public record Preprocessing(
    ChannelOrder channelOrder, List<Double> mean, List<Double> standardDeviation) {

  /** Order of the input channels. */
  public enum ChannelOrder {
    RGB,
    BGR
  }

  /** The Caffe ImageNet mean that DeepLab's checkpoints were trained with: BGR, no division. */
  public static final Preprocessing CAFFE =
      new Preprocessing(
          ChannelOrder.BGR,
          List.of(104.00698793, 116.66876762, 122.67891434),
          List.of(1.0, 1.0, 1.0));

  /** The ImageNet statistics of torchvision's networks: RGB in [0, 1], normalised. */
  public static final Preprocessing TORCHVISION =
      new Preprocessing(
          ChannelOrder.RGB,
          List.of(0.485 * 255, 0.456 * 255, 0.406 * 255),
          List.of(0.229 * 255, 0.224 * 255, 0.225 * 255));

  /** Checks the settings. */
  public Preprocessing {
    mean = List.copyOf(mean);
    standardDeviation = List.copyOf(standardDeviation);
    if (mean.size() != 3 || mean.stream().anyMatch(value -> !(value >= 0 && value <= 255))) {
      throw new IllegalArgumentException("mean must be three values in [0, 255], got " + mean);
    }
    if (standardDeviation.size() != 3
        || standardDeviation.stream().anyMatch(value -> !(value >= 1e-6 && value <= 1e6))) {
      throw new IllegalArgumentException(
          "standard_deviation must be three values from 1e-6 to 1e6, got " + standardDeviation);
    }
  }

  /**
   * Builds the preprocessing.
   *
   * @param images RGB, [N, H, W, 3], uint8
   * @return the network's input, [N, H, W, 3]
   */
  public Operand<TFloat32> build(Ops tf, Operand<TUint8> images) {
    Operand<TFloat32> values = tf.dtypes.cast(images, TFloat32.class);
    if (channelOrder == ChannelOrder.BGR) {
      values = tf.reverse(values, tf.constant(new int[] {3}));
    }
    Operand<TFloat32> centred = tf.math.sub(values, tf.constant(floats(mean)));
    boolean divides = standardDeviation.stream().anyMatch(value -> value != 1);
    return divides ? tf.math.div(centred, tf.constant(floats(standardDeviation))) : centred;
  }

  private static float[] floats(List<Double> values) {
    float[] result = new float[values.size()];
    for (int i = 0; i < result.length; i++) {
      result[i] = values.get(i).floatValue();
    }
    return result;
  }
}
