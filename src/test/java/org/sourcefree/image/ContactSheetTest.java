package org.sourcefree.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ContactSheetTest {

  @Test
  void laysImagesSideBySideOnWhite() {
    RgbImage black = new RgbImage(2, 1, new byte[6]);
    RgbImage sheet = ContactSheet.tile(List.of(List.of(black), List.of(black, black)));
    assertThat(sheet.width()).isEqualTo(10);
    assertThat(sheet.height()).isEqualTo(8);
    assertThat(sheet.pixels()[5]).isZero();
    assertThat(sheet.pixels()[6]).isEqualTo((byte) 255);
    assertThat(sheet.pixels()[3 * (7 * 10 + 9)]).isZero();
  }

  @Test
  void refusesImagesOfDifferentSizes() {
    RgbImage wide = new RgbImage(2, 1, new byte[6]);
    RgbImage tall = new RgbImage(1, 2, new byte[6]);
    assertThatThrownBy(() -> ContactSheet.tile(List.of(List.of(wide, tall))))
        .hasMessageContaining("2×1");
  }

  @Test
  void showsIdsInTheirColours() {
    int[] palette = new int[256];
    palette[200] = 0x010203;
    RgbImage shown = new LabelMap(2, 1, new byte[] {(byte) 200, 0}).coloured(palette);
    assertThat(shown.pixels()).containsExactly(1, 2, 3, 0, 0, 0);
  }
}
