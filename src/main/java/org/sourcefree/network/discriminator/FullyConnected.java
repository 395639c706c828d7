package org.sourcefree.network.discriminator;

import java.util.List;

/**
 * Fully connected layers on the channels of each place by itself, of the widths and one.
 *
 * @param widths of the layers but the last
 */
public record FullyConnected(List<Integer> widths) implements DiscriminatorNetwork {

  /** Checks the widths. */
  public FullyConnected {
    widths = List.copyOf(widths);
    widths.forEach(width -> DiscriminatorNetwork.checkWidth("widths", width, 1));
  }

  @Override
  public List<Layer> layers(int channels) {
    return DiscriminatorNetwork.layers(channels, widths, 1, 1, 0);
  }

  @Override
  public int smallestInput() {
    return 1;
  }
}
