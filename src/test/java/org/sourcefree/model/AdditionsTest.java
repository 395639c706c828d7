package org.sourcefree.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sourcefree.InvalidInputException;
import org.sourcefree.graph.Compute;
import org.sourcefree.graph.Tensors;
import org.sourcefree.image.RgbImage;
import org.sourcefree.network.Additions;
import org.sourcefree.network.Head;
import org.sourcefree.network.discriminator.Attention;
import org.sourcefree.network.discriminator.Attention.Shortcut;
import org.sourcefree.network.discriminator.Pixel;
import org.sourcefree.testing.FlatWeights;
import org.sourcefree.testing.TestTensors;
import org.tensorflow.types.TFloat32;

/** What an adaptation adds to a model, before its first step. */
class AdditionsTest {
  private static final Path MODEL = Path.of("models/street_scenes_source/saved_model");
  private static final Head SUMMED = new Head("second", 4, List.of(1, 2), Optional.of(true));

  @ParameterizedTest
  @EnumSource(Shortcut.class)
  void whatIsAddedChangesNoScoreBeforeItIsTrained(Shortcut shortcut) {
    RgbImage image = new RgbImage(64, 40, TestTensors.bytes(1, 3 * 64 * 40));
    try (ModelSession plain = stored(MODEL).session(Compute.DEFAULT);
        ModelSession grown = stored(MODEL).session(Compute.DEFAULT, additions(shortcut));
        TFloat32 expected = plain.predictor().logits(image);
        TFloat32 actual = grown.predictor().logits(image)) {
      assertThat(FlatWeights.error(Tensors.array(actual), Tensors.array(expected)))
          .isLessThan(1e-5);
    }
  }

  /** A model that attends says so of itself, and is opened as it is. */
  @Test
  void aModelThatAttendsIsReadAgainAndTakesNoOtherAttention(@TempDir Path folder) {
    Additions added = new Additions(List.of(), additions(Shortcut.PROJECTION).attention());
    try (ModelSession grown = stored(MODEL).session(Compute.DEFAULT, added)) {
      grown.export(folder.resolve("saved_model"));
    }
    StoredModel.Weighted attending = stored(folder);
    assertThat(attending.model().network().attention()).isEqualTo(added.attention());
    attending.session(Compute.DEFAULT).close();
    assertThatThrownBy(() -> attending.session(Compute.DEFAULT, added))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("attention must be new");
  }

  private static Additions additions(Shortcut shortcut) {
    return new Additions(
        List.of(SUMMED), Optional.of(new Attention("features", new Pixel(8), shortcut)));
  }

  private static StoredModel.Weighted stored(Path folder) {
    return StoredModel.read(folder).named(PretrainedModel.unsaid(folder));
  }
}
