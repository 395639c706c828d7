package org.sourcefree.pseudolabel;

import java.util.List;
import org.sourcefree.data.Pool;
import org.sourcefree.graph.Tensors;
import org.sourcefree.image.ImageSize;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint8;

/**
 * The predictions on a set of images: logits of all, and class and score of every pixel as far as
 * there is room for them. What is not there is computed whenever it is needed.
 */
final class ScoredImages implements PixelScores {
  private final Session session;
  private final ViewScores views;
  private final PseudoLabelGraph graph;
  private final StoredLogits logits;
  private final StoredScores stored;
  private final Pool pool;

  /**
   * No images yet.
   *
   * @param pool who predicts them together
   */
  ScoredImages(
      Session session,
      ViewScores views,
      PseudoLabelGraph graph,
      StoredLogits logits,
      StoredScores stored,
      Pool pool) {
    this.session = session;
    this.views = views;
    this.graph = graph;
    this.logits = logits;
    this.stored = stored;
    this.pool = pool;
  }

  /** An image's most probable classes and its labels. */
  @SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
  record Labelled(byte[] predicted, byte[] labels) {}

  /** Appends an image, of which the network gave these views. */
  void add(List<LogitMap> maps, ImageSize image) {
    logits.add(maps, image);
    stored.add(computed(logits.size() - 1));
  }

  /** Size of the i-th image, pixels. */
  ImageSize size(int i) {
    return logits.imageSize(i);
  }

  @Override
  public void scan(Consumer consumer) {
    for (int i = 0; i < logits.size(); i++) {
      ScoredPixels pixels = pixels(i);
      consumer.accept(pixels.classes(), pixels.scores());
    }
  }

  @Override
  public long[] sum(long[] counts) {
    return pool.sum(counts);
  }

  /** The i-th image's labels. Safe for use by several threads. */
  Labelled label(int i, Thresholds thresholds) {
    if (graph.masks().isPresent()) {
      return masked(i, thresholds, graph.masks().get());
    }
    ScoredPixels pixels = pixels(i);
    byte[] labels = pixels.labels(thresholds.classArray(), thresholds.ofImage(i));
    return new Labelled(pixels.classes(), labels);
  }

  private ScoredPixels pixels(int i) {
    return stored.has(i) ? stored.of(i, Math.toIntExact(size(i).pixels())) : computed(i);
  }

  /** One image at a time: maps of its own size are large. */
  private synchronized ScoredPixels computed(int i) {
    try (Fed fed = new Fed(i);
        Result result = fed.runner.fetch(graph.predicted()).fetch(graph.scores()).run()) {
      return new ScoredPixels(
          Tensors.array((TUint8) result.get(0)), Tensors.array((TFloat32) result.get(1)));
    }
  }

  private synchronized Labelled masked(int i, Thresholds thresholds, PseudoLabelGraph.Masks masks) {
    float[] limits = thresholds.classArray();
    try (Fed fed = new Fed(i);
        TFloat32 ofClasses = Tensors.floats(Shape.of(limits.length), limits);
        TFloat32 ofImage = TFloat32.scalarOf(thresholds.ofImage(i));
        Result result =
            fed.runner
                .feed(masks.thresholds(), ofClasses)
                .feed(masks.imageThreshold(), ofImage)
                .fetch(graph.predicted())
                .fetch(masks.labels())
                .run()) {
      return new Labelled(
          Tensors.array((TUint8) result.get(0)), Tensors.array((TUint8) result.get(1)));
    }
  }

  /** A runner that an image's logits are fed to. */
  private final class Fed implements AutoCloseable {
    private final List<TFloat32> maps;
    private final TInt32 size;
    private final Session.Runner runner;

    private Fed(int i) {
      ImageSize image = size(i);
      maps = logits.tensors(i);
      size = TInt32.vectorOf(image.height(), image.width());
      runner = session.runner().feed(views.inference().size(), size);
      for (int v = 0; v < maps.size(); v++) {
        runner.feed(views.logits().get(v), maps.get(v));
      }
    }

    @Override
    public void close() {
      maps.forEach(TFloat32::close);
      size.close();
    }
  }
}
