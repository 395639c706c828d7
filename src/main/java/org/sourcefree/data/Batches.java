package org.sourcefree.data;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.sourcefree.image.LabelMap;
import org.sourcefree.image.RgbImage;

/**
 * Endless training batches, loaded ahead on every core, at least one batch. The same data and step
 * give the same batches, however many threads load them. For use by one thread.
 */
public final class Batches implements AutoCloseable {
  /** In place of a position, the stream that an epoch's order is drawn from. */
  private static final int ORDER = -1;

  private record Item(String name, LabeledImage view) {}

  private final TrainingData data;
  private final Prefetcher<Item> items;
  private long orderedEpoch = -1;
  private int[] order = {};

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
    for (int n = 0; n < data.batchSize(); n++) {
      Item item = items.next();
      System.arraycopy(item.view.image().pixels(), 0, images, 3 * pixels * n, 3 * pixels);
      System.arraycopy(item.view.labels().ids(), 0, labels, pixels * n, pixels);
      names.add(item.name);
    }
    return new Batch(images, labels, names, crop);
  }

  /** Stops loading. */
  @Override
  public void close() {
    items.close();
  }

  private Item load(long index) {
    int epochLength = data.stepsPerEpoch() * data.batchSize();
    long epoch = index / epochLength;
    int position = (int) (index % epochLength);
    Sample sample = data.samples().get(order(epoch)[position]);
    RandomGenerator random = generator(data.seed(), epoch, position);
    RgbImage image = data.images().read(sample.image());
    return new Item(
        sample.name(),
        data.labels()
            .of(sample)
            .map(labels -> view(sample, image, labels, random))
            .orElseGet(() -> view(image, random)));
  }

  private LabeledImage view(
      Sample sample, RgbImage image, LabelMap labels, RandomGenerator random) {
    LabelFiles.requireSameSize(sample, image.size(), "the labels of " + sample.name(), labels);
    return data.view().apply(new LabeledImage(image, labels), random);
  }

  private LabeledImage view(RgbImage image, RandomGenerator random) {
    int crop = data.view().crop();
    return new LabeledImage(
        data.view().apply(image, random), LabelMap.filled(crop, crop, ClassSet.IGNORE));
  }

  /** The samples' order in an epoch; the last one asked for is kept. */
  private synchronized int[] order(long epoch) {
    if (epoch != orderedEpoch) {
      order = shuffled(data.samples().size(), generator(data.seed(), epoch, ORDER));
      orderedEpoch = epoch;
    }
    return order;
  }

  private static int[] shuffled(int size, RandomGenerator random) {
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  private static RandomGenerator generator(long seed, long epoch, int position) {
    return new SplittableRandom(Seeds.mix(Seeds.mix(Seeds.mix(seed, 0) + epoch, 0) + position, 0));
  }
}
