package org.sourcefree.network.discriminator;

import java.util.List;

/**
 * Four 3×3 convolutions, padded by 1, of width, width/2, width/4 and one channel: a score for each
 * pixel (Yu et al., AAAI 2021).
 *
 * @param width channels of the first, a multiple of 4; 1024 in the paper
 */
public record Pixel(int width) implements DiscriminatorNetwork {

  /** Checks the width. */
  public Pixel {
    DiscriminatorNetwork.checkWidth("width", width, 4);
  }

  @Override
  public List<Layer> layers(int channels) {
    return DiscriminatorNetwork.layers(channels, List.of(width, width / 2, width / 4), 3, 1, 1);
  }

  @Override
  public int smallestInput() {
    return 1;
  }
}
