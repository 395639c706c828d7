package org.sourcefree.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.InvalidInputException;
import org.sourcefree.data.cache.ImageCache;
import org.sourcefree.data.crop.RareClasses;
import org.sourcefree.data.crop.UniformScale;
import org.sourcefree.data.view.Crop;
import org.sourcefree.data.view.ImageScale;
import org.sourcefree.data.view.TrainingView;
import org.sourcefree.data.view.Whole;
import org.sourcefree.image.ImageFiles;
import org.sourcefree.image.ImageSize;
import org.sourcefree.image.LabelMap;
import org.sourcefree.image.RgbImage;
import org.sourcefree.testing.TestImages;

class BatchesTest {
  private static final int IMAGES = 7;
  private static final int CROP = 5;
  private static final TrainingView VIEW = new Crop(8, new UniformScale(0.5, 1.5), CROP);

  private final Path root;
  private final List<Sample> samples;

  BatchesTest(@TempDir Path root) {
    this.root = root;
    for (int i = 0; i < IMAGES; i++) {
      TestImages.writePng(root.resolve(i + ".png"), TestImages.samples(14 + i, 9, 3, 0));
    }
    samples = new ImageFolder(root).samples();
  }

  /** Labels that equal the image's green channel. */
  private static Optional<LabelMap> green(Sample sample) {
    RgbImage image = ImageFiles.readRgb(sample.image());
    byte[] ids = new byte[image.width() * image.height()];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = image.pixels()[3 * i + 1];
    }
    return Optional.of(new LabelMap(image.width(), image.height(), ids));
  }

  private TrainingData data(long seed) {
    return new TrainingData(samples, BatchesTest::green, VIEW, 3, seed);
  }

  private static List<Batch> take(Batches batches, int count) {
    List<Batch> taken = new ArrayList<>();
    try (batches) {
      for (int i = 0; i < count; i++) {
        taken.add(batches.next());
      }
    }
    return taken;
  }

  private static void assertEqual(Batch a, Batch b) {
    assertThat(a.names()).isEqualTo(b.names());
    assertThat(a.images()).isEqualTo(b.images());
    assertThat(a.labels()).isEqualTo(b.labels());
  }

  @Test
  void sameBatchesForAnyNumberOfThreads() {
    List<Batch> one = take(new Batches(data(1), 0, 1), 6);
    List<Batch> four = take(new Batches(data(1), 0, 4), 6);

    for (int step = 0; step < 6; step++) {
      assertEqual(one.get(step), four.get(step));
    }
  }

  @Test
  void sameBatchesFromACacheFilledAndEmpty() {
    Images cached =
        new ImageCache(root.resolve(".cache")).open(warning -> assertThat(warning).isEmpty());
    TrainingData data =
        new TrainingData(samples, BatchesTest::green, VIEW, 3, 1, cached, Optional.empty());
    List<Batch> uncached = take(new Batches(data(1), 0), 6);

    for (int time = 0; time < 2; time++) {
      List<Batch> run = take(new Batches(data, 0), 6);
      for (int step = 0; step < 6; step++) {
        assertEqual(run.get(step), uncached.get(step));
      }
    }
  }

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void loadsAWholeBatchAheadHoweverFewThreads() throws InterruptedException {
    CountDownLatch asked = new CountDownLatch(IMAGES);
    Labels counting =
        sample -> {
          asked.countDown();
          return Optional.empty();
        };
    TrainingData data = new TrainingData(samples, counting, VIEW, IMAGES, 1);
    try (Batches batches = new Batches(data, 0, 1)) {
      asked.await();
      assertThat(batches.next().size()).isEqualTo(IMAGES);
    }
  }

  @Test
  void resumesExactlyAtAnyStep() {
    List<Batch> run = take(new Batches(data(1), 0), 7);

    for (int step = 0; step < 6; step++) {
      assertEqual(take(new Batches(data(1), step), 1).get(0), run.get(step));
    }
    assertEqual(take(new Batches(data(1), 3), 4).get(3), run.get(6));
  }

  @Test
  void visitsEachImageAtMostOnceAnEpochInNewOrders() {
    TrainingData data = data(1);
    assertThat(data.stepsPerEpoch()).isEqualTo(2);
    List<Batch> run = take(new Batches(data, 0), 12);

    List<List<String>> epochs = new ArrayList<>();
    for (int epoch = 0; epoch < 6; epoch++) {
      List<String> names = new ArrayList<>(run.get(2 * epoch).names());
      names.addAll(run.get(2 * epoch + 1).names());
      assertThat(names).doesNotHaveDuplicates().hasSize(6);
      epochs.add(names);
    }
    assertThat(new HashSet<>(epochs)).hasSizeGreaterThan(3);
    assertThat(epochs.stream().flatMap(List::stream).distinct()).hasSize(IMAGES);
  }

  @Test
  void otherSeedsGiveOtherBatches() {
    Batch one = take(new Batches(data(1), 0), 1).get(0);
    Batch two = take(new Batches(data(2), 0), 1).get(0);

    assertThat(one.images()).isNotEqualTo(two.images());
  }

  @Test
  void oneImageLooksDifferentInEachEpoch() {
    TrainingData data = new TrainingData(samples.subList(0, 1), Labels.none(), VIEW, 1, 1);

    List<Batch> run = take(new Batches(data, 0), 2);

    assertThat(run.get(0).images()).isNotEqualTo(run.get(1).images());
  }

  @Test
  void everyPixelIsIgnoredWithoutLabels() {
    TrainingData data = new TrainingData(samples, Labels.none(), VIEW, 2, 1);

    Batch batch = take(new Batches(data, 0), 1).get(0);

    assertThat(batch.size()).isEqualTo(2);
    assertThat(batch.imageSize()).isEqualTo(new ImageSize(CROP, CROP));
    assertThat(batch.labelSize()).isEqualTo(batch.imageSize());
    assertThat(batch.images()).hasSize(2 * CROP * CROP * 3);
    assertThat(batch.labels()).hasSize(2 * CROP * CROP).containsOnly((byte) ClassSet.IGNORE);
  }

  @Test
  void labelsGetTheGeometryOfTheirImage() {
    TrainingView whole = new Crop(9, new UniformScale(1, 1), 9);
    TrainingData data = new TrainingData(samples, BatchesTest::green, whole, 3, 1);

    for (Batch batch : take(new Batches(data, 0), 4)) {
      for (int i = 0; i < batch.labels().length; i++) {
        assertThat(batch.labels()[i]).isEqualTo(batch.images()[3 * i + 1]);
      }
    }
  }

  @Test
  void imagesOfABatchShareTheScaleThatLabelsHaveNot() {
    ImageScale scale = new ImageScale(List.of(0.5, 2.0), List.of(0.5, 0.5));
    Whole whole = new Whole(6, 4, Optional.empty(), Optional.of(scale), Optional.empty());
    TrainingData data = new TrainingData(samples, BatchesTest::green, whole, 3, 1);
    Set<ImageSize> sizes = new HashSet<>();
    for (Batch batch : take(new Batches(data, 0, 4), 20)) {
      assertThat(batch.labelSize()).isEqualTo(new ImageSize(6, 4));
      assertThat(batch.labels()).hasSize(3 * 6 * 4);
      assertThat((long) batch.images().length).isEqualTo(3 * 3 * batch.imageSize().pixels());
      sizes.add(batch.imageSize());
    }
    assertThat(sizes).containsExactlyInAnyOrder(new ImageSize(3, 2), new ImageSize(12, 8));
    List<Batch> run = take(new Batches(data, 0), 5);
    assertEqual(take(new Batches(data, 4, 1), 1).get(0), run.get(4));
  }

  /** Every image has class 1 in its upper left corner alone. */
  @Test
  void cropsAreCentredOnRareClassesOfLabelsThatHaveThemAndOfNoOthers() {
    Labels rare = corners(List.of(1));
    TrainingView centring =
        new Crop(
            8,
            new UniformScale(1, 1),
            CROP,
            Optional.empty(),
            Optional.of(new RareClasses(0.001, 1)));
    SourceImages source = new SourceImages(samples, corners(List.of()), Optional.of(1));
    TrainingData data = new TrainingData(samples, rare, centring, 3, 1).beside(source);
    TrainingView plain = new Crop(8, new UniformScale(1, 1), CROP);
    List<Batch> seen = take(new Batches(data, 0), 6);
    List<Batch> before =
        take(new Batches(new TrainingData(samples, rare, plain, 3, 1).beside(source), 0), 6);
    int own = CROP * CROP;
    for (int step = 0; step < 6; step++) {
      for (int n = 0; n < 2; n++) {
        assertThat(part(seen.get(step).labels(), n, own)).contains((byte) 1);
      }
      assertThat(part(seen.get(step).images(), 2, 3 * own))
          .isEqualTo(part(before.get(step).images(), 2, 3 * own));
    }
    assertThat(seen.get(0).images()).isNotEqualTo(before.get(0).images());
    TrainingData withoutRare = new TrainingData(samples, corners(List.of()), centring, 3, 1);
    TrainingData plainly = new TrainingData(samples, corners(List.of()), plain, 3, 1);
    assertEqual(
        take(new Batches(withoutRare, 0), 1).get(0), take(new Batches(plainly, 0), 1).get(0));
  }

  private static byte[] part(byte[] all, int n, int size) {
    return Arrays.copyOfRange(all, n * size, (n + 1) * size);
  }

  /** Class 1 in the upper left corner, else class 0. */
  private static Labels corners(List<Integer> rare) {
    return new Labels() {
      @Override
      public Optional<LabelMap> of(Sample sample) {
        LabelMap labels = LabelMap.filled(ImageFiles.readRgb(sample.image()).width(), 9, 0);
        for (int i = 0; i < 3; i++) {
          labels.ids()[i] = 1;
          labels.ids()[labels.width() + i] = 1;
        }
        return Optional.of(labels);
      }

      @Override
      public List<Integer> rare() {
        return rare;
      }
    };
  }

  @Test
  void refusesFewerImagesThanABatchNeeds() {
    assertThatThrownBy(() -> new TrainingData(samples, Labels.none(), VIEW, 8, 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("batch_size must be at most the number of images, got 8 with 7 images");
    assertThatThrownBy(() -> new TrainingData(samples, Labels.none(), VIEW, 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("batch_size");
  }

  @Test
  void namesABrokenImageAndLabelsOfAnotherSize() {
    Labels wrong = sample -> Optional.of(LabelMap.filled(9, 14, 0));
    try (Batches batches = new Batches(new TrainingData(samples, wrong, VIEW, 7, 1), 0)) {
      assertThatThrownBy(batches::next)
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("9×14")
          .hasMessageContaining(".png");
    }
    Path broken = TestImages.write(root.resolve("3.png"), new byte[] {1, 2, 3});
    try (Batches batches = new Batches(new TrainingData(samples, Labels.none(), VIEW, 7, 1), 0)) {
      assertThatThrownBy(batches::next)
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining(broken.toString());
    }
  }
}
