package org.sourcefree.network.discriminator;

import java.util.List;

/**
 * Five 4×4 convolutions of stride 2, padded by 1, of width, 2·width, 4·width, 8·width and one
 * channel: a score for each square of 32 pixels (Tsai et al., CVPR 2018; after Radford et al., ICLR
 * 2016).
 *
 * @param width channels of the first; 64 in the papers
 */
public record Strided(int width) implements DiscriminatorNetwork {

  /** Checks the width. */
  public Strided {
    DiscriminatorNetwork.checkWidth("width", width, 1);
  }

  @Override
  public List<Layer> layers(int channels) {
    List<Integer> widths = List.of(width, 2 * width, 4 * width, 8 * width);
    return DiscriminatorNetwork.layers(channels, widths, 4, 2, 1);
  }

  @Override
  public int smallestInput() {
    return 32;
  }
}
