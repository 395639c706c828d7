package org.sourcefree.network.deeplab;

import org.sourcefree.network.discriminator.Attention;

/**
 * Floating-point operations of DeepLab-V2's convolutions, two a multiply-add. Batch norm, ReLU,
 * pooling, upsampling and losses, a few percent more, are left out.
 */
public final class OperationCount {
  private static final int TAPS = 9;
  private static final int EXPANSION = 4;
  private static final int[] STRIDES = {1, 2, 1, 1};

  private final DeepLabV2 network;
  private long height;
  private long width;
  private double operations;

  private OperationCount(DeepLabV2 network, int height, int width) {
    this.network = network;
    this.height = height;
    this.width = width;
  }

  /** One image's forward pass. */
  public static double forward(DeepLabV2 network, int classes, int height, int width) {
    OperationCount count = new OperationCount(network, height, width);
    count.stem();
    count.stages();
    network.attention().ifPresent(count::attention);
    count.convolution(TAPS * network.atrousRates().size(), EXPANSION * count.planes(3), classes);
    return count.operations;
  }

  /**
   * One image's gradient step: forward, and backward twice as much, as inputs and kernels have a
   * gradient each; the images have none.
   */
  public static double step(DeepLabV2 network, int classes, int height, int width) {
    OperationCount stem = new OperationCount(network, height, width);
    stem.stem();
    return 3 * forward(network, classes, height, width) - stem.operations;
  }

  private void stem() {
    shrink(2);
    convolution(49, 3, network.baseChannels());
    height = height / 2 + 1;
    width = width / 2 + 1;
  }

  private void stages() {
    int channels = network.baseChannels();
    for (int stage = 0; stage < STRIDES.length; stage++) {
      int planes = planes(stage);
      shrink(STRIDES[stage]);
      convolution(1, channels, EXPANSION * planes);
      for (int block = 0; block < network.stages().get(stage); block++) {
        convolution(1, channels, planes);
        convolution(TAPS, planes, planes);
        convolution(1, planes, EXPANSION * planes);
        channels = EXPANSION * planes;
      }
    }
  }

  private void attention(Attention attention) {
    int channels = EXPANSION * planes(3);
    attention
        .network()
        .layers(channels)
        .forEach(layer -> convolution(layer.size() * layer.size(), layer.in(), layer.out()));
    if (attention.shortcut() == Attention.Shortcut.PROJECTION) {
      convolution(1, channels, channels);
    }
  }

  private int planes(int stage) {
    return network.baseChannels() << stage;
  }

  /** A strided convolution whose padding keeps the first and last pixel in reach. */
  private void shrink(int stride) {
    height = (height - 1) / stride + 1;
    width = (width - 1) / stride + 1;
  }

  private void convolution(int taps, int from, int to) {
    operations += 2.0 * height * width * taps * from * to;
  }
}
