package org.sourcefree.network.deeplab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sourcefree.network.Additions;
import org.sourcefree.network.discriminator.Attention;
import org.sourcefree.network.discriminator.Attention.Shortcut;
import org.sourcefree.network.discriminator.Pixel;

class OperationCountTest {
  /** Stages of one block, four base channels, one branch, 17×9 pixels, by hand. */
  @Test
  void countsEveryConvolutionOfASmallNetwork() {
    DeepLabV2 network = new DeepLabV2(List.of(1, 1, 1, 1), 1 / 16.0, List.of(2));
    // Rows and columns: 17×9, 9×5 after the stem, 5×3 after its pool, 3×2 from the second stage.
    double stem = 9 * 5 * 49 * 3 * 4;
    double first = 5 * 3 * (4 * 4 + 9 * 4 * 4 + 4 * 16 + 4 * 16);
    double second = 3 * 2 * (16 * 8 + 9 * 8 * 8 + 8 * 32 + 16 * 32);
    double third = 3 * 2 * (32 * 16 + 9 * 16 * 16 + 16 * 64 + 32 * 64);
    double fourth = 3 * 2 * (64 * 32 + 9 * 32 * 32 + 32 * 128 + 64 * 128);
    double head = 3 * 2 * 9 * 128 * 5;
    double forward = 2 * (stem + first + second + third + fourth + head);
    assertThat(OperationCount.forward(network, 5, 17, 9)).isCloseTo(forward, within(1e-6));
    assertThat(OperationCount.step(network, 5, 17, 9))
        .isCloseTo(3 * forward - 2 * stem, within(1e-6));
  }

  @Test
  void countsAttention() {
    DeepLabV2 plain = new DeepLabV2(List.of(1, 1, 1, 2), 1 / 16.0, List.of(2));
    Attention attention = new Attention("features", new Pixel(8), Shortcut.PROJECTION);
    DeepLabV2 attending = plain.with(new Additions(List.of(), Optional.of(attention)));
    double discriminator = 3 * 2 * 9 * (128 * 8 + 8 * 4 + 4 * 2 + 2);
    double projection = 3 * 2 * 128 * 128;
    assertThat(
            OperationCount.forward(attending, 5, 17, 9) - OperationCount.forward(plain, 5, 17, 9))
        .isCloseTo(2 * (discriminator + projection), within(1e-6));
  }
}
