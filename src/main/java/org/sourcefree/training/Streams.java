package org.sourcefree.training;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sourcefree.data.Batch;
import org.sourcefree.data.Batches;
import org.sourcefree.data.MadeUp;
import org.sourcefree.data.Share;
import org.sourcefree.data.TrainingData;
import org.sourcefree.image.ImageSize;

/**
 * The named batches that a step sees, each with its own images, view and batch size.
 *
 * @param data by stream; {@link #TARGET} is always there
 */
public record Streams(Map<String, TrainingData> data) {
  /** The stream of the domain that the model is made for. */
  public static final String TARGET = "target";

  /** The stream of labelled images of the source domain, where a step sees them apart. */
  public static final String SOURCE = "source";

  /** Keeps the streams' order. */
  public Streams {
    data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
    if (!data.containsKey(TARGET)) {
      throw new IllegalArgumentException(
          "the streams must hold %s, got %s".formatted(TARGET, data.keySet()));
    }
  }

  /** The target stream, after the source's where its images come in batches of their own. */
  public static Streams of(TrainingData data) {
    Map<String, TrainingData> streams = new LinkedHashMap<>();
    data.apart().ifPresent(source -> streams.put(SOURCE, source));
    streams.put(TARGET, streams.isEmpty() ? data : data.alone());
    return new Streams(streams);
  }

  /** Images of one size. */
  public record Size(int images, ImageSize each) {
    /** Of all images. */
    public long pixels() {
      return images * each.pixels();
    }

    /** One image of half the height and width. */
    public Size least() {
      return new Size(1, new ImageSize(each.width() / 2, each.height() / 2));
    }
  }

  /** What a worker's share of each stream's batch is. */
  public static Map<String, Size> sizes(Map<String, Size> whole, Share share) {
    Map<String, Size> sizes = new LinkedHashMap<>();
    whole.forEach(
        (name, size) -> sizes.put(name, new Size(share.size(size.images()), size.each())));
    return sizes;
  }

  /**
   * Batches without meaning, to time a step on.
   *
   * @param sizes by stream
   */
  public static Map<String, Batch> madeUp(Map<String, Size> sizes, int classes, long seed) {
    Map<String, Batch> batches = new LinkedHashMap<>();
    sizes.forEach(
        (name, size) -> batches.put(name, MadeUp.batch(size.images(), size.each(), classes, seed)));
    return batches;
  }

  /**
   * The endless batches that a run has still to see at a step.
   *
   * @param step batches of each stream seen before, 0 for a new run
   */
  Ahead batchesFrom(long step) {
    return batchesFrom(step, Share.ALL);
  }

  /** A share of each of the batches. */
  public Ahead batchesFrom(long step, Share share) {
    Map<String, Batches> batches = new LinkedHashMap<>();
    data.forEach((name, each) -> batches.put(name, new Batches(each, step, share)));
    return new Ahead(batches);
  }

  /** Batches of every stream, loaded ahead. */
  public record Ahead(Map<String, Batches> streams) implements AutoCloseable {

    /** Waits for the next batch of every stream. */
    public Map<String, Batch> next() {
      Map<String, Batch> next = new LinkedHashMap<>();
      streams.forEach((name, batches) -> next.put(name, batches.next()));
      return next;
    }

    /** Stops loading. */
    @Override
    public void close() {
      streams.values().forEach(Batches::close);
    }
  }
}
