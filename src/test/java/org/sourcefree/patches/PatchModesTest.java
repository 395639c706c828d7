package org.sourcefree.patches;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.sourcefree.InvalidInputException;
import org.sourcefree.data.Batch;
import org.sourcefree.image.ImageSize;
import org.sourcefree.image.Window;

class PatchModesTest {
  private static final int IGNORED = 255;
  private static final PatchModes TWO_BY_FOUR = modes(2, 2, 4);

  private static PatchModes modes(int clusters, int height, int width) {
    return new PatchModes(
        clusters, height, width, Optional.of(3), Optional.of(7), Optional.empty());
  }

  private static Batch batch(ImageSize size, int... ids) {
    byte[] labels = new byte[ids.length];
    for (int i = 0; i < ids.length; i++) {
      labels[i] = (byte) ids[i];
    }
    int images = (int) (ids.length / size.pixels());
    List<String> names = Stream.generate(() -> "image").limit(images).toList();
    return new Batch(new byte[3 * ids.length], labels, names, size);
  }

  /** Of the second image, from its second column on. */
  @Test
  void aHistogramHasTheSharesOfEachQuarterInRows() {
    Batch batch =
        batch(
            new ImageSize(5, 2),
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            9,
            1,
            2,
            0,
            0,
            9,
            IGNORED,
            2,
            1,
            IGNORED);
    assertThat(PatchHistogram.of(batch, 1, new Window(1, 0, 4, 2), 3).shares())
        .containsExactly(0, 0.5f, 0.5f, 1, 0, 0, 0, 0, 0.5f, 0, 0.5f, 0);
  }

  @Test
  void aPatchThatIsHalfIgnoredCounts() {
    ImageSize size = new ImageSize(4, 2);
    Batch half = batch(size, 1, 1, 1, 1, IGNORED, IGNORED, IGNORED, IGNORED);
    Batch less = batch(size, 1, 1, 1, IGNORED, IGNORED, IGNORED, IGNORED, IGNORED);
    Window all = new Window(0, 0, 4, 2);
    assertThat(PatchHistogram.of(half, 0, all, 2).isLabelled()).isTrue();
    assertThat(PatchHistogram.of(less, 0, all, 2).isLabelled()).isFalse();
  }

  /** Every patch is of one class, so two kinds are the classes. */
  @Test
  void centresAreTheKindsThatThereAre() {
    ImageSize size = new ImageSize(6, 3);
    int[] ids = new int[36];
    Arrays.fill(ids, 18, 36, 1);
    float[][] centres = TWO_BY_FOUR.centres(Stream.of(batch(size, ids)), 2, 5);
    assertThat(List.of(centres))
        .usingRecursiveFieldByFieldElementComparator()
        .containsExactlyInAnyOrder(
            new float[] {1, 0, 1, 0, 1, 0, 1, 0}, new float[] {0, 1, 0, 1, 0, 1, 0, 1});
    assertThat(TWO_BY_FOUR.centres(Stream.of(batch(size, ids)), 2, 5)).isDeepEqualTo(centres);
  }

  @Test
  void refusesWhatCannotBe() {
    assertThatThrownBy(() -> modes(1, 2, 4))
        .hasMessage("clusters must be at least 2 and at most 4096, got 1");
    assertThatThrownBy(() -> modes(2, 3, 4))
        .hasMessage("height and width must be even, got 3 and 4");
    assertThatThrownBy(
            () -> new PatchModes(2, 2, 2, Optional.of(0), Optional.empty(), Optional.empty()))
        .hasMessage("images must be positive, got 0");
    assertThatThrownBy(
            () -> new PatchModes(2, 2, 2, Optional.empty(), Optional.of(0), Optional.empty()))
        .hasMessage("patches_per_image must be positive, got 0");
    assertThatThrownBy(
            () -> new PatchModes(2, 2, 2, Optional.empty(), Optional.empty(), Optional.of(0)))
        .hasMessage("head_width must be at least 1 and at most 4096, got 0");
    assertThatThrownBy(() -> modes(2, 8, 4).checkSize(new ImageSize(20, 6)))
        .hasMessage(
            "images must be at least 8 pixels high and 4 wide for the patches of patch_modes, got 6 and 20");
    int[] ignored = new int[8];
    Arrays.fill(ignored, IGNORED);
    Stream<Batch> nothing = Stream.of(batch(new ImageSize(4, 2), ignored));
    assertThatThrownBy(() -> TWO_BY_FOUR.centres(nothing, 2, 5))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "patch_modes must find a patch of the source that is half labelled, found none");
  }
}
