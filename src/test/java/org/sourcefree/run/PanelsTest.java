package org.sourcefree.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.data.ClassSet;
import org.sourcefree.image.ImageFiles;
import org.sourcefree.image.LabelMap;
import org.sourcefree.image.PngWriter;
import org.sourcefree.image.RgbImage;

/** A run's pictures of made-up examples of 200 × 100 pixels. */
class PanelsTest {
  private static final ClassSet CLASSES =
      new ClassSet(List.of("soil", "sky"), List.of(0xFF0000, 0x0000FF));

  @TempDir private Path folder;

  private static Example example(Optional<LabelMap> truth, String... networks) {
    Map<String, LabelMap> predictions = new LinkedHashMap<>();
    for (String network : networks) {
      predictions.put(network, LabelMap.filled(200, 100, 1));
    }
    RgbImage image = new RgbImage(200, 100, new byte[3 * 200 * 100]);
    return new Example("street/1", image, truth, predictions);
  }

  private static Example whole() {
    return example(
        Optional.of(LabelMap.filled(200, 100, 0)),
        NetworkNames.SOURCE_ONLY,
        NetworkNames.TARGET_STATISTICS,
        NetworkNames.ADAPTED);
  }

  private int columns(Example example) {
    Panels.write(folder, List.of(example), CLASSES);
    return ImageFiles.readSize(Panels.file(folder)).width() / 200;
  }

  @Test
  void everyNetworkAndTheLastOnesErrorsHaveAColumn() {
    assertThat(columns(whole())).isEqualTo(6);
  }

  @Test
  void withoutTruthThereAreNoErrors() {
    assertThat(columns(example(Optional.empty(), NetworkNames.SOURCE_ONLY, NetworkNames.ADAPTED)))
        .isEqualTo(3);
  }

  @Test
  void theErrorsAreTheLastNetworks() {
    Map<String, LabelMap> predictions = new LinkedHashMap<>(whole().predictions());
    predictions.put(NetworkNames.ADAPTED, LabelMap.filled(200, 100, 0));
    Example right = new Example("street/1", whole().image(), whole().truth(), predictions);
    assertThat(right.last()).isEqualTo("adapted");
    assertThat(right.errors().orElseThrow().right()).hasValue(100);
    assertThat(whole().errors().orElseThrow().right()).hasValue(0);
    assertThat(example(Optional.of(LabelMap.filled(200, 100, 0))).errors()).isEmpty();
  }

  @Test
  void everyPictureIsAFile() {
    PanelFiles.write(folder, List.of(whole()));
    assertThat(ImageFiles.readIds(PanelFiles.truth(folder, 0)).ids()).containsOnly(0);
    assertThat(
            List.of(
                PanelFiles.before(folder, 0),
                PanelFiles.targetStatistics(folder, 0),
                PanelFiles.prediction(folder, 0)))
        .allSatisfy(file -> assertThat(ImageFiles.readIds(file).ids()).containsOnly(1));
  }

  @Test
  void whatWasNotedOfTargetStatisticsIsTakenIfItIsWhole() throws IOException {
    RgbImage image = whole().image();
    assertThat(PanelFiles.noted(folder, 0, image)).isEmpty();
    PanelFiles.writeTargetStatistics(folder, List.of(LabelMap.filled(200, 100, 1)));
    assertThat(PanelFiles.noted(folder, 0, image).orElseThrow().ids()).containsOnly(1);
    PngWriter.writeGrey(PanelFiles.targetStatistics(folder, 0), LabelMap.filled(7, 3, 1));
    assertThat(PanelFiles.noted(folder, 0, image)).isEmpty();
    Files.writeString(PanelFiles.targetStatistics(folder, 0), "no picture");
    assertThat(PanelFiles.noted(folder, 0, image)).isEmpty();
  }
}
