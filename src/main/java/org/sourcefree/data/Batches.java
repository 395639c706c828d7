package org.sourcefree.data;

import java.util.ArrayList;
import java.util.List;
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

  private record Item(String name, LabeledImage view, boolean source) {}

  private final TrainingData data;
  private final ShuffledEpochs own;
  private final ShuffledEpochs others;
  private final Prefetcher<Item> items;

  /** Place in the batch of the first image taken, and how many are. */
  private final int first;

  private final int size;

  /**
   * The batches that a run has still to see at a step.
   *
   * @param step batches seen before, 0 for a new run
   */
  public Batches(TrainingData data, long step) {
    this(data, step, Share.ALL);
  }

  /** A share of the batches. */
  public Batches(TrainingData data, long step, Share share) {
    this(data, step, share, Runtime.getRuntime().availableProcessors());
  }

  Batches(TrainingData data, long step, int threads) {
    this(data, step, Share.ALL, threads);
  }

  private Batches(TrainingData data, long step, Share share, int threads) {
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
    this.first = share.first(data.batchSize());
    this.size = share.size(data.batchSize());
    int ahead = Math.max(2 * threads, size);
    this.items = new Prefetcher<>(step * size, Long.MAX_VALUE, this::load, threads, ahead);
  }

  /**
   * Waits for the next batch.
   *
   * @throws org.sourcefree.InvalidInputException if an image or label cannot be used
   */
  public Batch next() {
    int crop = data.view().crop();
    int pixels = crop * crop;
    byte[] images = new byte[3 * pixels * size];
    byte[] labels = new byte[pixels * size];
    List<String> names = new ArrayList<>();
    byte[] source = new byte[size];
    for (int n = 0; n < size; n++) {
      Item item = items.next();
      System.arraycopy(item.view.image().pixels(), 0, images, 3 * pixels * n, 3 * pixels);
      System.arraycopy(item.view.labels().ids(), 0, labels, pixels * n, pixels);
      names.add(item.name);
      source[n] = (byte) (item.source ? 1 : 0);
    }
    return new Batch(images, labels, names, crop, source);
  }

  /** Stops loading. */
  @Override
  public void close() {
    items.close();
  }

  /** An image of a batch, before it is loaded. */
  private record Drawn(Sample sample, Labels labels, boolean source, RandomGenerator random) {}

  private Drawn drawn(long index) {
    int inBatch = first + (int) (index % size);
    long batch = index / size;
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
    LabeledImage view =
        drawn
            .labels()
            .of(sample)
            .map(labels -> view(drawn, image, labels))
            .orElseGet(() -> view(image, drawn.random()));
    return new Item(sample.name(), view, drawn.source());
  }

  private LabeledImage view(Drawn drawn, RgbImage image, LabelMap labels) {
    Sample sample = drawn.sample();
    LabelFiles.requireSameSize(sample, image.size(), "the labels of " + sample.name(), labels);
    return data.view()
        .apply(new LabeledImage(image, labels), drawn.labels().rare(), drawn.random());
  }

  private LabeledImage view(RgbImage image, RandomGenerator random) {
    int crop = data.view().crop();
    return new LabeledImage(
        data.view().apply(image, random), LabelMap.filled(crop, crop, ClassSet.IGNORE));
  }
}
