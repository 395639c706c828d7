package org.sourcefree.init;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sourcefree.data.EvaluationView;
import org.sourcefree.image.ImageSize;
import org.sourcefree.network.deeplab.DeepLabV2;

class ExtentTest {
  private static final long MUCH = 1L << 40;
  private static final double RESNET_101 =
      Extent.bytesOfPixel(new DeepLabV2(List.of(3, 4, 23, 3), 1, List.of(6, 12, 18, 24)), 19);

  private static Extent of(int images, int width, int height, long available) {
    return Extent.of(images, new ImageSize(width, height), Optional.empty(), RESNET_101, available);
  }

  @ParameterizedTest
  @CsvSource({
    "480, 360, 480, 360, 312",
    "360, 480, 360, 480, 312",
    "2048, 1024, 1024, 512, 448",
    "1920, 1080, 952, 536, 464",
    "5000, 5000, 720, 720, 624",
    "9, 5, 9, 5, 5",
  })
  void imagesKeepTheirShapeAndNoMorePixelsThanTheFieldUses(
      int width, int height, int seenWidth, int seenHeight, int crop) {
    Extent extent = of(100, width, height, MUCH);
    assertThat(extent.view()).isEqualTo(new EvaluationView(seenWidth, seenHeight));
    assertThat(extent.shortSide()).isEqualTo(Math.min(seenWidth, seenHeight));
    assertThat(extent.crop()).isEqualTo(crop);
  }

  @Test
  void aModelSeesThingsAsLargeAsWhereItWasTrained() {
    Extent extent =
        Extent.of(
            100,
            new ImageSize(480, 360),
            Optional.of(new EvaluationView(256, 128)),
            RESNET_101,
            MUCH);
    assertThat(extent.view()).isEqualTo(new EvaluationView(168, 128));
    assertThat(extent.crop()).isEqualTo(112);
  }

  @Test
  void lessMemoryMeansFewerImagesAStepAndThenSmallerOnes() {
    assertThat(of(100, 2048, 1024, 32L << 30).batch()).isEqualTo(4);
    assertThat(of(100, 2048, 1024, 10L << 30).batch()).isEqualTo(2);
    Extent least = of(100, 2048, 1024, 3L << 30);
    assertThat(least.batch()).isEqualTo(1);
    assertThat(least.crop()).isLessThan(448).isGreaterThanOrEqualTo(128);
    assertThat(of(100, 2048, 1024, 1).crop()).isEqualTo(128);
  }

  @Test
  void aSmallNetworkTakesLess() {
    DeepLabV2 small = new DeepLabV2(List.of(2, 2, 2, 2), 0.25, List.of(1, 2));
    assertThat(Extent.bytesOfPixel(small, 19)).isLessThan(RESNET_101 / 5);
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 20", "3, 3, 20", "62, 4, 20", "500, 4, 125", "100000, 4, 400"})
  void aRoundIsAnEpochWithinBounds(int images, int batch, int steps) {
    Extent extent = of(images, 480, 360, MUCH);
    assertThat(extent.batch()).isEqualTo(batch);
    assertThat(extent.stepsPerRound()).isEqualTo(steps);
    assertThat(extent.steps()).isEqualTo(2 * steps);
    assertThat(extent.stepsPerCheckpoint()).isEqualTo(Math.min(100, steps));
  }
}
