package org.sourcefree.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.sourcefree.image.LabelMap;
import org.sourcefree.image.RgbImage;

/**
 * Endless training batches, loaded ahead on every core, at least one batch. The same data and step
 * give the same batches, however many threads load them. For use by one thread.
 */
public final class Batches implements AutoCloseable {
  /** Of the seed of source images that have an order of their own. */
  private static final long SOURCE = 0x736f75726365L;

  private record Item(
      String name, LabeledImage view, Optional<float[]> distributions, boolean source) {}

  private final TrainingData data;
  private final ShuffledEpochs own;
  private final ShuffledEpochs others;
  private final Prefetcher<Item> items;

  /**
   * The batches that a run has still to see at a step.
   *
   * @param step batches seen before, 0 for a new run
   */
  public Batches(TrainingData data, long step) {
    this(data, step, Runtime.getRuntime().availableProcessors());
  }

  Batches(TrainingData data, long step, int threads) {
    if (step < 0) {
      throw new IllegalArgumentException("step must not be negative, got " + step);
    }
    this.data = data;
    this.own = new ShuffledEpochs(data.pool(), data.drawn(), data.seed());
    this.others =
        new ShuffledEpochs(
            data.source().map(SourceImages::size).orElse(0),
            data.batchSize() - data.drawn(),
            Seeds.mix(data.seed(), SOURCE));
    int ahead = Math.max(2 * threads, data.batchSize());
    this.items =
        new Prefetcher<>(step * data.batchSize(), Long.MAX_VALUE, this::load, threads, ahead);
  }

  /**
   * Waits for the next batch.
   *
   * @throws org.sourcefree.InvalidInputException if an image or label cannot be used
   */
  public Batch next() {
    int crop = data.view().crop();
    int pixels = crop * crop;
    byte[] images = new byte[3 * pixels * data.batchSize()];
    byte[] labels = new byte[pixels * data.batchSize()];
    List<String> names = new ArrayList<>();
    List<Optional<float[]>> distributions = new ArrayList<>();
    byte[] source = new byte[data.batchSize()];
    for (int n = 0; n < data.batchSize(); n++) {
      Item item = items.next();
      System.arraycopy(item.view.image().pixels(), 0, images, 3 * pixels * n, 3 * pixels);
      System.arraycopy(item.view.labels().ids(), 0, labels, pixels * n, pixels);
      names.add(item.name);
      distributions.add(item.distributions);
      source[n] = (byte) (item.source ? 1 : 0);
    }
    return new Batch(images, labels, names, crop, source).with(distributions);
  }

  /** Stops loading. */
  @Override
  public void close() {
    items.close();
  }

  /** An image of a batch, before it is loaded. */
  private record Drawn(Sample sample, Labels labels, boolean source, RandomGenerator random) {}

  private Drawn drawn(long index) {
    int inBatch = (int) (index % data.batchSize());
    long batch = index / data.batchSize();
    if (inBatch < data.drawn()) {
      long place = batch * data.drawn() + inBatch;
      int chosen = own.at(place);
      int target = data.samples().size();
      return chosen < target
          ? new Drawn(data.samples().get(chosen), data.labels(), false, own.random(place))
          : fromSource(chosen - target, own.random(place));
    }
    int perBatch = data.batchSize() - data.drawn();
    long place = batch * perBatch + inBatch - data.drawn();
    return fromSource(others.at(place), others.random(place));
  }

  private Drawn fromSource(int chosen, RandomGenerator random) {
    SourceImages source = data.source().orElseThrow();
    return new Drawn(source.samples().get(chosen), source.labels(), true, random);
  }

  private Item load(long index) {
    Drawn drawn = drawn(index);
    Sample sample = drawn.sample();
    RgbImage image = data.images().read(sample.image());
    return drawn
        .labels()
        .of(sample)
        .map(labels -> view(drawn, image, labels))
        .orElseGet(() -> view(drawn, image));
  }

  private Item view(Drawn drawn, RgbImage image, LabelMap labels) {
    Sample sample = drawn.sample();
    LabelFiles.requireSameSize(sample, image.size(), "the labels of " + sample.name(), labels);
    TrainingView.Viewed viewed =
        data.view().apply(new LabeledImage(image, labels), drawn.labels().rare(), drawn.random());
    LabeledImage seen = viewed.seen();
    return new Item(
        sample.name(),
        seen,
        drawn.labels().distributions(sample, viewed.place(), seen.labels()),
        drawn.source());
  }

  private Item view(Drawn drawn, RgbImage image) {
    int crop = data.view().crop();
    LabeledImage seen =
        new LabeledImage(
            data.view().apply(image, drawn.random()), LabelMap.filled(crop, crop, ClassSet.IGNORE));
    return new Item(drawn.sample().name(), seen, Optional.empty(), drawn.source());
  }
}
