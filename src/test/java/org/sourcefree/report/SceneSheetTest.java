package org.sourcefree.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.sourcefree.image.RgbImage;
import org.sourcefree.scenes.Pairs;

class SceneSheetTest {
  @Test
  void showsBothDomainsOfAPair() {
    RgbImage sheet = SceneSheet.of(Pairs.small(1), 2);
    assertThat(sheet.width()).isBetween(4 * 128, 4 * 128 + 50);
    assertThat(sheet.height()).isBetween(2 * 64, 2 * 64 + 300);
  }
}
