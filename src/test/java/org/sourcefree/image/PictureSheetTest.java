package org.sourcefree.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Sheets of pictures in one colour, whose pixels are counted. */
class PictureSheetTest {
  private static final int RED = 0xFF0000;
  private static final int BLUE = 0x0000FF;

  private static RgbImage filled(int width, int height, int colour) {
    int[] palette = new int[256];
    palette[7] = colour;
    return LabelMap.filled(width, height, 7).coloured(palette);
  }

  private static PictureSheet sheet(List<RgbImage> row, LegendKey... legend) {
    List<String> titles = Collections.nCopies(row.size(), "title");
    return new PictureSheet(
        titles,
        List.of(PictureSheet.Row.of("street/1", row)),
        List.of(legend),
        PictureSheet.ANY_WIDTH);
  }

  private static int colour(RgbImage image, int pixel) {
    byte[] bytes = image.pixels();
    return (bytes[3 * pixel] & 255) << 16
        | (bytes[3 * pixel + 1] & 255) << 8
        | (bytes[3 * pixel + 2] & 255);
  }

  private static long count(RgbImage image, int colour) {
    long count = 0;
    for (int i = 0; i < image.width() * image.height(); i++) {
      count += colour(image, i) == colour ? 1 : 0;
    }
    return count;
  }

  /** Pixels above the first of a colour that are not white. */
  private static long inkAbove(RgbImage image, int colour) {
    long ink = 0;
    for (int i = 0; colour(image, i) != colour; i++) {
      ink += colour(image, i) == 0xFFFFFF ? 0 : 1;
    }
    return ink;
  }

  @Test
  void picturesAreShownPixelByPixelUnderTheirTitlesAndNames() {
    RgbImage drawn = sheet(List.of(filled(200, 50, RED), filled(200, 50, BLUE))).draw();
    assertThat(count(drawn, RED)).isEqualTo(200 * 50);
    assertThat(count(drawn, BLUE)).isEqualTo(200 * 50);
    assertThat(drawn.width()).isBetween(400, 450);
    assertThat(inkAbove(drawn, RED)).isPositive();
  }

  @Test
  void aLegendHasAChipOfEveryColour() {
    List<RgbImage> row = List.of(filled(200, 50, RED));
    RgbImage without = sheet(row).draw();
    RgbImage with =
        sheet(row, new LegendKey("sky", BLUE), LegendKey.remark("and 3 smaller ones")).draw();
    assertThat(count(without, BLUE)).isZero();
    assertThat(count(with, BLUE)).isPositive();
    assertThat(with.height()).isGreaterThan(without.height());
  }

  @Test
  void aWideSheetIsMadeSmallerAndItsTextLarger() {
    List<RgbImage> row = Collections.nCopies(6, filled(1024, 300, RED));
    RgbImage drawn = sheet(row).draw();
    assertThat(drawn.width()).isBetween(3000, 3400);
    assertThat(drawn.height()).isBetween(156 + 3 * 35, 156 + 6 * 35);
  }

  @Test
  void aTinyPictureIsShownInLargerPixels() {
    RgbImage drawn = sheet(List.of(filled(12, 7, RED))).draw();
    assertThat(count(drawn, RED)).isEqualTo(96 * 56);
  }

  @Test
  void aTallPictureIsNoHigherThanHalfAgainItsColumn() {
    RgbImage drawn = sheet(List.of(filled(100, 900, RED), filled(200, 50, BLUE))).draw();
    assertThat(drawn.height()).isBetween(300, 400);
    assertThat(count(drawn, BLUE)).isEqualTo(200 * 50);
  }

  @Test
  void aMissingPictureLeavesItsPlace() {
    PictureSheet sheet =
        new PictureSheet(
            List.of("one", "other"),
            List.of(
                new PictureSheet.Row("a", List.of(Optional.empty(), Optional.empty())),
                new PictureSheet.Row(
                    "b", List.of(Optional.empty(), Optional.of(filled(200, 50, RED))))),
            List.of(),
            PictureSheet.ANY_WIDTH);
    assertThat(count(sheet.draw(), RED)).isEqualTo(200 * 50);
  }

  @Test
  void theSameSheetIsTheSamePicture() {
    PictureSheet sheet = sheet(List.of(filled(200, 50, RED)), new LegendKey("sky", BLUE));
    assertThat(sheet.draw().pixels()).isEqualTo(sheet.draw().pixels());
  }
}
