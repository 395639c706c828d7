package org.sourcefree.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.InvalidInputException;
import org.sourcefree.data.ClassSet;
import org.sourcefree.data.Dataset;
import org.sourcefree.data.EvaluationView;
import org.sourcefree.data.LabelEncoding;
import org.sourcefree.data.LabelFile;
import org.sourcefree.data.MadeUp;
import org.sourcefree.data.Pool;
import org.sourcefree.data.PoolOfThreads;
import org.sourcefree.data.Sample;
import org.sourcefree.data.ViewReader;
import org.sourcefree.image.LabelMap;
import org.sourcefree.machine.Memory;
import org.sourcefree.model.ModelSession;
import org.sourcefree.testing.TestImages;
import org.sourcefree.testing.TestTensors;
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

  /** Images of 30×20 pixels, their labels by place; the broken one has none that can be used. */
  private record Some(List<Path> images, int broken) implements Dataset.Own {
    @Override
    public List<Sample> samples() {
      return images.stream()
          .map(image -> new Sample(String.valueOf(image.getFileName()), image, Optional.empty()))
          .toList();
    }

    @Override
    public List<LabelFile> labelFiles(Sample sample) {
      return List.of(new LabelFile(sample.image(), LabelEncoding.TRAIN_IDS));
    }

    @Override
    public LabelMap label(Sample sample, ClassSet classes) {
      int index = images.indexOf(sample.image());
      if (index == broken) {
        throw new InvalidInputException("label of image " + index + " is broken");
      }
      byte[] ids = new byte[30 * 20];
      for (int i = 0; i < ids.length; i++) {
        ids[i] = (byte) ((i / 7 + index) % classes.size());
      }
      return new LabelMap(30, 20, ids);
    }
  }

  @Test
  void severalTogetherMeasureWhatOneDoes(@TempDir Path folder) {
    List<Path> images = images(folder, 7);
    Measurement alone = measure(new Some(images, -1), Pool.ONE);
    assertThat(alone.ranks().stream().mapToLong(Long::longValue).sum()).isEqualTo(7 * 30 * 20);
    for (int size = 2; size <= 4; size++) {
      assertThat(PoolOfThreads.each(size, pool -> measure(new Some(images, -1), pool)))
          .hasSize(size)
          .allMatch(alone::equals);
    }
  }

  /** The one that has read it says why; the others are not left waiting. */
  @Test
  void aLabelThatOneOfSeveralCannotUseEndsTheMeasurementOfAll(@TempDir Path folder) {
    List<Path> images = images(folder, 4);
    List<String> messages =
        PoolOfThreads.each(
            2,
            pool -> {
              try {
                return measure(new Some(images, 1), pool).toString();
              } catch (UnusableLabelsException e) {
                return String.valueOf(e.getMessage());
              }
            });
    assertThat(messages.get(0)).contains("another worker cannot use a label that it has read");
    assertThat(messages.get(1)).contains("label of image 1 is broken");
  }

  private static List<Path> images(Path folder, int number) {
    return MadeUp.images(folder, number, 30, 20).stream().map(Sample::image).toList();
  }

  private static Measurement measure(Dataset dataset, Pool pool) {
    ClassSet classes = TinyNetwork.MODEL.classes();
    EvaluationPass pass =
        new EvaluationPass(dataset, ViewReader.of(new EvaluationView(32, 16)), classes);
    try (ModelSession model = new ModelSession(TinyNetwork.MODEL)) {
      TestTensors.initialise(model.session(), model.variables(), 21);
      TrueClassRanks ranks =
          new TrueClassRanks(model.graph(), model.session(), model.inference(), classes.size());
      return pass.run(ranks, pool, done -> {});
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
