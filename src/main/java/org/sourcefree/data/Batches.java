package org.sourcefree.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.sourcefree.data.view.LabeledImage;
import org.sourcefree.data.view.SeenImage;
import org.sourcefree.data.view.TrainingView;
import org.sourcefree.image.ImageSize;
import org.sourcefree.image.LabelMap;
import org.sourcefree.image.RgbImage;

/**
 * Endless training batches, loaded ahead on every core, at least one batch. The same data and step
 * give the same batches, however many threads load them. For use by one thread.
 */
public final class Batches implements AutoCloseable {
  /** Of the seed of source images that have an order of their own. */
  private static final long SOURCE = 0x736f75726365L;

  /** Of the seed of what a batch's images have in common. */
  private static final long BATCH = 0x6261746368L;

  private record Item(
      String name, SeenImage view, Optional<float[]> distributions, boolean source) {}

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
    List<Item> loaded = new ArrayList<>();
    for (int n = 0; n < size; n++) {
      loaded.add(items.next());
    }
    SeenImage first = loaded.get(0).view();
    byte[] source = new byte[loaded.size()];
    for (int n = 0; n < loaded.size(); n++) {
      source[n] = (byte) (loaded.get(n).source() ? 1 : 0);
    }
    Batch batch =
        new Batch(
            joined(loaded, view -> view.image().pixels()),
            joined(loaded, view -> view.labels().ids()),
            loaded.stream().map(Item::name).toList(),
            first.image().size(),
            first.labels().size(),
            source);
    return batch.with(loaded.stream().map(Item::distributions).toList());
  }

  private static byte[] joined(List<Item> items, Function<SeenImage, byte[]> part) {
    int length = part.apply(items.get(0).view()).length;
    byte[] all = new byte[length * items.size()];
    for (int n = 0; n < items.size(); n++) {
      System.arraycopy(part.apply(items.get(n).view()), 0, all, length * n, length);
    }
    return all;
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
    TrainingView view = data.view().ofBatch(ofBatch(index / size));
    SeenImage seen =
        drawn
            .labels()
            .of(sample)
            .map(labels -> seen(view, drawn, image, labels))
            .orElseGet(() -> seen(view, image, drawn.random()));
    Optional<float[]> distributions =
        seen.place().flatMap(place -> drawn.labels().distributions(sample, place, seen.labels()));
    return new Item(sample.name(), seen, distributions, drawn.source());
  }

  /** What is drawn for all images of a batch. */
  private RandomGenerator ofBatch(long batch) {
    return new SplittableRandom(Seeds.mix(Seeds.mix(data.seed(), BATCH), batch));
  }

  private static SeenImage seen(TrainingView view, Drawn drawn, RgbImage image, LabelMap labels) {
    Sample sample = drawn.sample();
    LabelFiles.requireSameSize(sample, image.size(), "the labels of " + sample.name(), labels);
    return view.apply(new LabeledImage(image, labels), drawn.labels().rare(), drawn.random());
  }

  private static SeenImage seen(TrainingView view, RgbImage image, RandomGenerator random) {
    ImageSize size = view.size();
    return new SeenImage(
        view.apply(image, random),
        LabelMap.filled(size.width(), size.height(), ClassSet.IGNORE),
        Optional.empty());
  }
}
