package org.sourcefree.training;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.sourcefree.data.EvaluationView;
import org.sourcefree.data.Pool;
import org.sourcefree.data.Prefetcher;
import org.sourcefree.data.Sample;
import org.sourcefree.data.Seeds;
import org.sourcefree.data.ViewReader;
import org.sourcefree.graph.Variables;
import org.sourcefree.image.RgbImage;
import org.sourcefree.network.ImageFeed;
import org.sourcefree.network.Model;
import org.sourcefree.network.Network;
import org.sourcefree.network.Normalisation;
import org.sourcefree.network.PartialStatistics;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;

/**
 * Re-estimates batch norm's running averages on target images, with no gradient step: the mean of
 * the batch statistics over all images, every layer normalising with its batch's own (Li et al.
 * 2018, adaptive batch normalisation).
 */
public final class TargetStatistics {
  @FunctionalInterface
  private interface IntToFloat {
    float of(int batch);
  }

  private final Session session;
  private final Variables variables;
  private final Placeholder<TUint8> images;
  private final Placeholder<TFloat32> momentum;
  private final Network network;

  /** Builds the forward pass in the graph of the variables. */
  public TargetStatistics(Graph graph, Session session, Variables variables, Model model) {
    this.session = session;
    this.variables = variables;
    Ops tf = Ops.create(graph);
    images = ImageFeed.placeholder(tf);
    momentum = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
    Operand<TFloat32> inputs = model.preprocessing().build(tf, images);
    network =
        model
            .network()
            .build(tf, variables, inputs, model.classes().size(), Normalisation.batch(momentum));
  }

  /**
   * Replaces the running averages by the mean over all images; a network without batch norm stays
   * as it is.
   *
   * @param views what the network sees of each image
   * @param batchSize images a forward pass; the last batch may be smaller
   * @param pool who does it together, each with some of the batches, to the bit as one alone
   * @param progress told the number of images seen so far
   */
  public void estimate(
      List<Sample> samples, ViewReader views, int batchSize, Pool pool, IntConsumer progress) {
    move(new Seen(samples, views, batchSize), batch -> 1f / (batch + 1), pool, progress);
  }

  /**
   * Moves the running averages part of the way, by batches of images in an order drawn from a seed.
   *
   * @param views what the network sees of each image
   * @param pool as of {@link #estimate}
   * @param progress told the number of images seen so far
   */
  public void moveInPart(
      List<Sample> samples,
      ViewReader views,
      PartialStatistics part,
      long seed,
      Pool pool,
      IntConsumer progress) {
    List<Sample> seen = new ArrayList<>();
    for (long pass = 0; seen.size() < part.images(); pass++) {
      List<Sample> order = new ArrayList<>(samples);
      Collections.shuffle(order, new Random(Seeds.mix(seed, pass)));
      seen.addAll(order);
    }
    List<Sample> taken = seen.subList(0, part.images());
    move(new Seen(taken, views, part.batchSize()), part::weight, pool, progress);
  }

  /** Images in batches, of which the last may be smaller. */
  private record Seen(List<Sample> samples, ViewReader views, int batchSize) {

    int batches() {
      return (samples.size() + batchSize - 1) / batchSize;
    }

    /** Images of so many batches. */
    int images(int batches) {
      return Math.min(samples.size(), batches * batchSize);
    }

    byte[] pixels(int batch) {
      int first = images(batch);
      int bytes = 3 * views.view().width() * views.view().height();
      byte[] pixels = new byte[(images(batch + 1) - first) * bytes];
      for (int i = first; i < images(batch + 1); i++) {
        RgbImage image = views.read(samples.get(i));
        System.arraycopy(image.pixels(), 0, pixels, (i - first) * bytes, bytes);
      }
      return pixels;
    }
  }

  /** Moves the averages by a batch's weight toward its statistics, one batch after the other. */
  private void move(Seen seen, IntToFloat weights, Pool pool, IntConsumer progress) {
    if (network.statisticsUpdates().isEmpty()) {
      return;
    }
    if (pool.size() > 1) {
      moveTogether(seen, weights, pool, progress);
      return;
    }
    try (Prefetcher<byte[]> ahead =
        new Prefetcher<>(0, seen.batches(), i -> seen.pixels((int) i))) {
      for (int batch = 0; batch < seen.batches(); batch++) {
        update(ahead.next(), seen.views().view(), weights.of(batch));
        progress.accept(seen.images(batch + 1));
      }
    }
  }

  private void moveTogether(Seen seen, IntToFloat weights, Pool pool, IntConsumer progress) {
    int batches = seen.batches();
    List<Integer> own = pool.own(IntStream.range(0, batches).boxed().toList());
    SharedAverages averages = new SharedAverages(session, variables, pool);
    try (Prefetcher<byte[]> ahead =
        new Prefetcher<>(0, own.size(), i -> seen.pixels(own.get((int) i)))) {
      for (int first = 0; first < batches; first += pool.size()) {
        float[] statistics = {};
        int place = 0;
        if (ahead.hasNext()) {
          byte[] pixels = ahead.next();
          statistics = averages.statistics(() -> update(pixels, seen.views().view(), 1));
          place = own.get(first / pool.size()) - first;
        }
        float[] turn = new float[Math.min(pool.size(), batches - first)];
        for (int i = 0; i < turn.length; i++) {
          turn[i] = weights.of(first + i);
        }
        averages.move(statistics, place, turn);
        progress.accept(seen.images(first + turn.length));
      }
    }
    averages.finish();
  }

  private void update(byte[] pixels, EvaluationView view, float weight) {
    try (TUint8 imageTensor = ImageFeed.tensor(pixels, view.width(), view.height());
        TFloat32 momentumTensor = TFloat32.scalarOf(weight)) {
      Session.Runner runner =
          session.runner().feed(images, imageTensor).feed(momentum, momentumTensor);
      network.statisticsUpdates().forEach(runner::addTarget);
      runner.run().close();
    }
  }
}
