package org.sourcefree.pseudolabel;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.sourcefree.data.ClassSet;
import org.sourcefree.data.Pool;
import org.sourcefree.data.Prefetcher;
import org.sourcefree.data.Sample;
import org.sourcefree.data.ViewReader;
import org.sourcefree.graph.Tensors;
import org.sourcefree.image.ImageFiles;
import org.sourcefree.image.ImageSize;
import org.sourcefree.image.LabelMap;
import org.sourcefree.image.RgbImage;
import org.sourcefree.machine.Memory;
import org.sourcefree.network.Inference;
import org.sourcefree.network.TestTimeAugmentation;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint8;

/**
 * Predicts the whole target set, finds every class's threshold and writes each image's pseudo
 * labels as an 8-bit PNG of its own size, 255 where no class was selected.
 */
public final class LabellingPass {
  private final Session session;
  private final TestTimeAugmentation augmentation;
  private final ViewScores scores;
  private final int classes;
  private final Selection selection;
  private final PseudoLabelGraph graph;

  /**
   * Labels with the model whose inference graph and weights are in the session.
   *
   * @param augmentation the views of an image that are predicted together
   */
  public LabellingPass(
      Graph graph,
      Session session,
      Inference inference,
      int classes,
      Selection selection,
      TestTimeAugmentation augmentation) {
    Ops tf = Ops.create(graph);
    this.session = session;
    this.augmentation = augmentation;
    this.scores = ViewScores.of(tf, inference, augmentation, classes);
    this.classes = classes;
    this.selection = selection;
    this.graph = selection.build(tf, scores.inference());
  }

  /** Labels with one view of each image. */
  public LabellingPass(
      Graph graph, Session session, Inference inference, int classes, Selection selection) {
    this(graph, session, inference, classes, selection, TestTimeAugmentation.NONE);
  }

  private record View(Sample sample, RgbImage image, ImageSize original) {}

  /**
   * Runs the pass.
   *
   * @param samples the target images
   * @param views what the network sees of each
   * @param network an image to its logits, [1, h, w, C], which the pass closes
   * @param round counted from 0
   * @param folder where labels go, an existing empty folder
   * @param progress told the number of images predicted so far
   * @return what was selected of each class
   */
  public List<ClassSelection> run(
      List<Sample> samples,
      ViewReader views,
      Function<RgbImage, TFloat32> network,
      int round,
      Path folder,
      IntConsumer progress) {
    try (LabelledTarget labelled = label(samples, views, network, round, folder, progress)) {
      return labelled.selected();
    }
  }

  /** As {@link #run}, with the logits kept until what was found is closed. */
  public LabelledTarget label(
      List<Sample> samples,
      ViewReader views,
      Function<RgbImage, TFloat32> network,
      int round,
      Path folder,
      IntConsumer progress) {
    return label(samples, views, network, round, new Place(folder, Pool.ONE), progress);
  }

  /**
   * Where labels go, and who makes them.
   *
   * @param folder existing and empty
   * @param pool who makes them together, each of the images that are its own
   */
  public record Place(Path folder, Pool pool) {}

  /** As {@link #run}, by several together, of which each has found what its own images are. */
  public LabelledTarget label(
      List<Sample> all,
      ViewReader views,
      Function<RgbImage, TFloat32> network,
      int round,
      Place place,
      IntConsumer progress) {
    Path folder = place.folder();
    List<Sample> samples = place.pool().own(all);
    StoredLogits logits =
        selection.distributions().isPresent()
            ? StoredDistributions.kept(folder)
            : new StoredLogits(folder.resolve(place.pool().scratch()));
    try {
      predict(samples, views, network, logits, progress);
      Thresholds thresholds =
          selection.thresholds(new Scores(logits, place.pool()), classes, round);
      selection
          .distributions()
          .ifPresent(soft -> StoredDistributions.write(folder, soft, thresholds, samples, logits));
      StoredLabels labels = new StoredLabels(folder);
      return new LabelledTarget(
          samples, logits, labels, label(samples, logits, thresholds, labels, place.pool()));
    } catch (RuntimeException | Error e) {
      logits.close();
      throw e;
    }
  }

  /** The predictions of the images that are labelled here. */
  private final class Scores implements PixelScores {
    private final StoredLogits logits;
    private final Pool pool;

    private Scores(StoredLogits logits, Pool pool) {
      this.logits = logits;
      this.pool = pool;
    }

    @Override
    public void scan(Consumer consumer) {
      LabellingPass.this.scan(logits, consumer);
    }

    @Override
    public long[] sum(long[] counts) {
      return pool.sum(counts);
    }
  }

  private void predict(
      List<Sample> samples,
      ViewReader views,
      Function<RgbImage, TFloat32> network,
      StoredLogits logits,
      IntConsumer progress) {
    try (Prefetcher<View> ahead =
        new Prefetcher<>(0, samples.size(), i -> load(samples.get((int) i), views))) {
      while (ahead.hasNext()) {
        View next = ahead.next();
        Memory.now().require(next.sample().image().toString(), next.original(), classes);
        logits.add(views(next.image(), network), next.original());
        progress.accept(logits.size());
      }
    }
  }

  private List<LogitMap> views(RgbImage image, Function<RgbImage, TFloat32> network) {
    List<LogitMap> views = new ArrayList<>();
    for (int v = 0; v < augmentation.views(); v++) {
      try (TFloat32 prediction = network.apply(augmentation.view(image, v))) {
        LogitMap map = LogitMap.of(prediction);
        views.add(augmentation.isMirrored(v) ? map.flip() : map);
      }
    }
    return views;
  }

  private static View load(Sample sample, ViewReader views) {
    return new View(sample, views.read(sample), ImageFiles.readSize(sample.image()));
  }

  private void scan(StoredLogits stored, PixelScores.Consumer consumer) {
    for (int i = 0; i < stored.size(); i++) {
      ImageSize image = stored.imageSize(i);
      stored.with(
          i,
          logits -> {
            try (TInt32 size = TInt32.vectorOf(image.height(), image.width());
                Result result =
                    fed(logits, size).fetch(graph.predicted()).fetch(graph.scores()).run()) {
              consumer.accept(
                  Tensors.array((TUint8) result.get(0)), Tensors.array((TFloat32) result.get(1)));
            }
          });
    }
  }

  private Session.Runner fed(List<TFloat32> logits, TInt32 size) {
    Session.Runner runner = session.runner().feed(scores.inference().size(), size);
    for (int v = 0; v < logits.size(); v++) {
      runner.feed(scores.logits().get(v), logits.get(v));
    }
    return runner;
  }

  private List<ClassSelection> label(
      List<Sample> samples,
      StoredLogits stored,
      Thresholds thresholds,
      StoredLabels labels,
      Pool pool) {
    Counts counts = new Counts(classes);
    for (int i = 0; i < stored.size(); i++) {
      ImageSize image = stored.imageSize(i);
      Sample sample = samples.get(i);
      float imageThreshold = thresholds.ofImage(i);
      stored.with(
          i,
          logits -> {
            byte[] ids = label(logits, image, thresholds.classArray(), imageThreshold, counts);
            labels.write(sample, new LabelMap(image.width(), image.height(), ids));
          });
    }
    long[] predicted = pool.sum(counts.predicted);
    long[] selected = pool.sum(counts.selected);
    List<ClassSelection> summary = new ArrayList<>();
    for (int c = 0; c < classes; c++) {
      float threshold = selection.logOdds(thresholds.ofClasses().get(c));
      summary.add(new ClassSelection(threshold, predicted[c], selected[c]));
    }
    return summary;
  }

  private byte[] label(
      List<TFloat32> logits, ImageSize image, float[] ofClasses, float ofImage, Counts counts) {
    try (TInt32 size = TInt32.vectorOf(image.height(), image.width());
        TFloat32 classLimits = Tensors.floats(Shape.of(classes), ofClasses);
        TFloat32 imageLimit = TFloat32.scalarOf(ofImage);
        Result result =
            fed(logits, size)
                .feed(graph.thresholds(), classLimits)
                .feed(graph.imageThreshold(), imageLimit)
                .fetch(graph.predicted())
                .fetch(graph.labels())
                .run()) {
      byte[] kept = Tensors.array((TUint8) result.get(1));
      counts.add(Tensors.array((TUint8) result.get(0)), kept);
      return kept;
    }
  }

  /** Pixels by most probable class. */
  private static final class Counts {
    private final long[] predicted;
    private final long[] selected;

    private Counts(int classes) {
      predicted = new long[classes];
      selected = new long[classes];
    }

    private void add(byte[] ids, byte[] kept) {
      for (int p = 0; p < ids.length; p++) {
        int c = Byte.toUnsignedInt(ids[p]);
        predicted[c]++;
        if (Byte.toUnsignedInt(kept[p]) != ClassSet.IGNORE) {
          selected[c]++;
        }
      }
    }
  }
}
