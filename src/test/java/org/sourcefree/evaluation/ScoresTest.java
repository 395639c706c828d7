package org.sourcefree.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sourcefree.InvalidInputException;
import org.sourcefree.config.Json;

class ScoresTest {
  @Test
  void leavesOutAbsentClasses() {
    ConfusionMatrix matrix = new ConfusionMatrix(3);
    matrix.add(new byte[] {0, 2, 2, 2}, new byte[] {0, 2, 2, 0});
    Scores scores = Scores.of(matrix, List.of("road", "wall", "sky"));
    assertThat(scores.iou().keySet()).containsExactly("road", "sky");
    assertThat(scores.iou()).containsEntry("road", 50.0);
    assertThat(scores.miou()).isEqualTo((50 + 200.0 / 3) / 2, within(1e-9));
    assertThat(Json.read(Json.line(scores), "results.json", Scores.class)).isEqualTo(scores);
  }

  @Test
  void hasTheFormOfTheResultsFile() {
    ConfusionMatrix matrix = new ConfusionMatrix(2);
    matrix.add(new byte[] {0, 0}, new byte[] {0, 1});
    assertThat(Json.line(Scores.of(matrix, List.of("road", "sky"))))
        .isEqualTo("{\"miou\":25.0,\"iou\":{\"road\":50.0,\"sky\":0.0}}");
  }

  @Test
  void needsALabelledPixelAndAllNames() {
    ConfusionMatrix matrix = new ConfusionMatrix(2);
    assertThatThrownBy(() -> Scores.of(matrix, List.of("road", "sky")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("an evaluation must see at least one labelled pixel, got none");
    assertThatThrownBy(() -> Scores.of(matrix, List.of("road")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there must be a name for each of 2 classes, got 1");
  }
}
