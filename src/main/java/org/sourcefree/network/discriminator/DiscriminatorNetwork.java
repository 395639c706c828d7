package org.sourcefree.network.discriminator;

import java.util.ArrayList;
import java.util.List;
import org.sourcefree.graph.Variables;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * A network that tells the domains apart: convolutions with bias, leaky ReLU of slope 0.2 between
 * them, one raw score at each place of its answer. No normalisation.
 */
public sealed interface DiscriminatorNetwork permits Strided, Pixel, FullyConnected {

  /**
   * Every convolution but the last by size, stride and channels that come out; the last has one.
   */
  List<Layer> layers(int channels);

  /**
   * Builds the network; variables that exist already are shared.
   *
   * @param variables of its own
   * @param inputs [N, H, W, channels]
   * @return raw scores, positive for the target domain, [N, h, w, 1]
   */
  default Operand<TFloat32> build(
      Ops tf, Variables variables, Operand<TFloat32> inputs, int channels) {
    Operand<TFloat32> x = inputs;
    List<Layer> layers = layers(channels);
    for (int i = 0; i < layers.size(); i++) {
      x = layers.get(i).build(tf, variables, i == 0 ? x : Layer.leaky(tf, x));
    }
    return x;
  }

  /** The smallest height and width that it has an answer to. */
  int smallestInput();

  /** Whether it has a score for each place of what it is shown. */
  default boolean isDense() {
    return smallestInput() == 1;
  }

  /** Whose the variables of a discriminator are, by its name. */
  static String owner(String name) {
    return "discriminator." + name;
  }

  /** Numbers that are trained. */
  default long size(int channels) {
    return layers(channels).stream()
        .mapToLong(layer -> ((long) layer.size() * layer.size() * layer.in() + 1) * layer.out())
        .sum();
  }

  /** Layers of one form, conv1 to the classifier. */
  static List<Layer> layers(int channels, List<Integer> widths, int size, int stride, int padding) {
    List<Layer> layers = new ArrayList<>();
    int in = channels;
    for (int width : widths) {
      layers.add(new Layer("conv" + (layers.size() + 1), size, stride, padding, in, width));
      in = width;
    }
    layers.add(new Layer("classifier", size, stride, padding, in, 1));
    return layers;
  }

  /** Checks a layer's channels. */
  static void checkWidth(String name, int width, int divisor) {
    if (width < divisor || width > 4096 || width % divisor != 0) {
      throw new IllegalArgumentException(
          "%s must be at least %d and at most 4096%s, got %d"
              .formatted(
                  name, divisor, divisor == 1 ? "" : " and a multiple of " + divisor, width));
    }
  }
}
