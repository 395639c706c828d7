package org.sourcefree.matching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sourcefree.image.ImageSize;
import org.sourcefree.image.LabelMap;
import org.sourcefree.sourcedata.Layout;
import org.sourcefree.testing.GoldenMeta;
import org.sourcefree.testing.Npy;

/** Source images chosen by layout, on the authors' vectors and by hand. */
class LayoutTest {

  @ParameterizedTest
  @ValueSource(strings = {"layout_a", "layout_b", "layout_c"})
  void layoutsCentresScoresAndChoiceMatchTheAuthorsCode(String name) {
    JsonNode scalars = GoldenMeta.read("ccm").get("cases").get(name).get("scalars");
    int classes = scalars.get("C").asInt();
    List<SceneLayout> targets = targets(name);
    assertLayouts(targets, name, "target", false);
    int count = scalars.get("centres").asInt();
    long[] initial = CcmGolden.read(name, "initial").longs();
    LayoutCentres centres =
        LayoutCentres.of(
            targets,
            count,
            number ->
                Arrays.stream(initial, number * count, (number + 1) * count)
                    .mapToInt(i -> (int) i)
                    .toArray());
    assertLayouts(centres.layouts(), name, "centres", true);
    float[] expected = CcmGolden.read(name, "score").floats();
    Npy labels = CcmGolden.read(name, "source_labels");
    List<Double> scores = new ArrayList<>();
    for (int i = 0; i < labels.shape()[0]; i++) {
      SceneLayout source = SceneLayout.of(CcmGolden.labels(labels, i), classes);
      assertThat(centres.rowScore(source)).isCloseTo(expected[2 * i], within(1e-4));
      assertThat(centres.columnScore(source)).isCloseTo(expected[2 * i + 1], within(1e-4));
      scores.add(centres.score(source));
    }
    long[] selected = CcmGolden.read(name, "selected").longs();
    Layout settings = new Layout(scalars.get("num_to_sel").asInt() - 1, 1, count);
    assertThat(settings.best(scores))
        .containsExactlyElementsOf(Arrays.stream(selected).mapToObj(i -> (int) i).toList());
  }

  @Test
  void labelsOf255CountNowhere() {
    SceneLayout layout = SceneLayout.of(new LabelMap(3, 2, new byte[] {0, 0, -1, 0, -1, -1}), 2);
    assertThat(layout.rows(0)).containsExactly(2 / 3f, 1 / 3f);
    assertThat(layout.columns(0)).containsExactly(2 / 3f, 1 / 3f, 0);
    assertThat(layout.rows(1)).containsOnly(0);
    assertThat(layout.columns(1)).containsOnly(0);
  }

  @Test
  void drawsFollowFromTheSeed() {
    Layout settings = new Layout(2, 0.2, 3);
    List<Integer> considered = settings.considered(51, 7);
    assertThat(considered).hasSize(10).isSorted().doesNotHaveDuplicates();
    assertThat(settings.considered(51, 7)).isEqualTo(considered);
    assertThat(settings.considered(51, 8)).isNotEqualTo(considered);
    assertThat(settings.considered(3, 7)).hasSize(1);
    List<SceneLayout> targets = targets("layout_a");
    SceneLayout source = targets.get(4);
    assertThat(settings.centres(targets, 1).score(source))
        .isEqualTo(settings.centres(targets, 1).score(source))
        .isNotEqualTo(settings.centres(targets, 2).score(source));
  }

  @Test
  void thereAreNoMoreCentresThanTargetImages() {
    List<SceneLayout> targets = targets("layout_c").subList(0, 2);
    assertThat(new Layout(1, 1, 5).centres(targets, 0).layouts()).hasSize(2);
  }

  @Test
  void theSmallestScoresAreTakenAndTheFirstOfEqualOnes() {
    Layout settings = new Layout(3, 1, 1);
    assertThat(settings.best(List.of(4.0, 2.0, 1.0, 2.0, 2.0))).containsExactly(2, 1, 3);
    assertThat(settings.best(List.of(4.0))).containsExactly(0);
  }

  @Test
  void refusesBadValues() {
    assertThatThrownBy(() -> new Layout(0, 0.2, 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("count must be positive, got 0");
    assertThatThrownBy(() -> new Layout(1, 0, 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("considered must be in (0, 1], got 0.0");
    assertThatThrownBy(() -> new Layout(1, 1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("centres must be positive, got 0");
  }

  private static List<SceneLayout> targets(String name) {
    Npy logits = CcmGolden.read(name, "target_logits");
    ImageSize size = new ImageSize((int) logits.shape()[3], (int) logits.shape()[2]);
    List<SceneLayout> layouts = new ArrayList<>();
    for (int i = 0; i < logits.shape()[0]; i++) {
      layouts.add(SceneLayout.of(CcmGolden.logits(logits, i), size));
    }
    return layouts;
  }

  /** Golden layouts are (image, place, class), golden centres (centre, class, place). */
  private static void assertLayouts(
      List<SceneLayout> layouts, String name, String array, boolean classFirst) {
    float[] rows = CcmGolden.read(name, array + "_rows").floats();
    float[] columns = CcmGolden.read(name, array + "_columns").floats();
    int classes = layouts.get(0).classes();
    for (int i = 0; i < layouts.size(); i++) {
      for (int c = 0; c < classes; c++) {
        assertSide(layouts.get(i).rows(c), rows, new int[] {i, c, classes}, classFirst);
        assertSide(layouts.get(i).columns(c), columns, new int[] {i, c, classes}, classFirst);
      }
    }
  }

  private static void assertSide(float[] side, float[] golden, int[] where, boolean classFirst) {
    for (int p = 0; p < side.length; p++) {
      int at =
          classFirst
              ? (where[0] * where[2] + where[1]) * side.length + p
              : (where[0] * side.length + p) * where[2] + where[1];
      assertThat(side[p]).isCloseTo(golden[at], within(1e-6f));
    }
  }
}
