package org.sourcefree.evaluation;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.data.ClassSet;
import org.sourcefree.data.Dataset;
import org.sourcefree.data.EvaluationView;
import org.sourcefree.data.LabelFile;
import org.sourcefree.data.Sample;
import org.sourcefree.data.ViewReader;
import org.sourcefree.image.LabelMap;
import org.sourcefree.machine.Memory;
import org.sourcefree.model.ModelSession;
import org.sourcefree.testing.TestImages;
import org.sourcefree.testing.TinyNetwork;

/** What is measured, and what cannot be. */
class EvaluationPassTest {

  /** One image of 30×20 pixels. */
  private record One(Path image) implements Dataset.Own {
    @Override
    public List<Sample> samples() {
      return List.of(new Sample("one", image, Optional.empty()));
    }

    @Override
    public List<LabelFile> labelFiles(Sample sample) {
      return List.of();
    }

    @Override
    public LabelMap label(Sample sample, ClassSet classes) {
      return new LabelMap(30, 20, new byte[30 * 20]);
    }
  }

  @Test
  void anImageThatTakesMoreMemoryThanThereIsIsNamed(@TempDir Path folder) {
    Path image = folder.resolve("one.png");
    TestImages.writePng(image, TestImages.samples(30, 20, 3, 0));
    ViewReader views = ViewReader.of(new EvaluationView(32, 16));
    ClassSet classes = TinyNetwork.MODEL.classes();
    long needed = 3L * Float.BYTES * classes.size() * 30 * 20;
    EvaluationPass pass =
        new EvaluationPass(new One(image), views, classes, () -> new Memory(needed - 1));
    try (ModelSession model = new ModelSession(TinyNetwork.MODEL)) {
      TrueClassRanks ranks =
          new TrueClassRanks(model.graph(), model.session(), model.inference(), classes.size());
      assertThatThrownBy(() -> pass.run(ranks, done -> {}))
          .isInstanceOf(UnusableLabelsException.class)
          .hasMessageContaining("image " + image + " of 30×20 pixels takes about");
    }
  }
}
