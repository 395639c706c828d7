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
import org.sourcefree.image.ImageFiles;
import org.sourcefree.image.ImageSize;
import org.sourcefree.image.LabelMap;
import org.sourcefree.image.RgbImage;
import org.sourcefree.machine.Memory;
import org.sourcefree.network.Inference;
import org.sourcefree.network.TestTimeAugmentation;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

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
    Pool pool = place.pool();
    List<Sample> samples = pool.own(all);
    StoredLogits logits =
        selection.distributions().isPresent()
            ? StoredDistributions.kept(folder)
            : new StoredLogits(folder.resolve(pool.scratch("logits")));
    try (StoredScores stored = new StoredScores(folder.resolve(pool.scratch("scores")))) {
      ScoredImages images = new ScoredImages(session, scores, graph, logits, stored, pool);
      predict(samples, views, network, images, progress);
      Thresholds thresholds = selection.thresholds(images, classes, round);
      selection
          .distributions()
          .ifPresent(soft -> StoredDistributions.write(folder, soft, thresholds, samples, logits));
      StoredLabels labels = new StoredLabels(folder);
      return new LabelledTarget(
          samples, logits, labels, label(samples, images, thresholds, labels));
    } catch (RuntimeException | Error e) {
      logits.close();
      throw e;
    }
  }

  private record Predicted(List<LogitMap> maps, ImageSize image) {}

  /** Images are loaded, predicted and scored at the same time, each by threads of its own. */
  private void predict(
      List<Sample> samples,
      ViewReader views,
      Function<RgbImage, TFloat32> network,
      ScoredImages images,
      IntConsumer progress) {
    try (Prefetcher<View> ahead =
            new Prefetcher<>(0, samples.size(), i -> load(samples.get((int) i), views));
        Prefetcher<Predicted> predicted =
            new Prefetcher<>(0, samples.size(), i -> predict(ahead.next(), network), 1)) {
      for (int done = 1; predicted.hasNext(); done++) {
        Predicted next = predicted.next();
        images.add(next.maps(), next.image());
        progress.accept(done);
      }
    }
  }

  private Predicted predict(View view, Function<RgbImage, TFloat32> network) {
    Memory.now().require(view.sample().image().toString(), view.original(), classes);
    return new Predicted(views(view.image(), network), view.original());
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

  private List<ClassSelection> label(
      List<Sample> samples, ScoredImages images, Thresholds thresholds, StoredLabels labels) {
    Counts counts = new Counts(classes);
    try (Prefetcher<ScoredImages.Labelled> labelled =
        new Prefetcher<>(
            0,
            samples.size(),
            i -> write(samples.get((int) i), images, (int) i, thresholds, labels))) {
      while (labelled.hasNext()) {
        counts.add(labelled.next());
      }
    }
    long[] predicted = images.sum(counts.predicted);
    long[] selected = images.sum(counts.selected);
    List<ClassSelection> summary = new ArrayList<>();
    for (int c = 0; c < classes; c++) {
      float threshold = selection.logOdds(thresholds.ofClasses().get(c));
      summary.add(new ClassSelection(threshold, predicted[c], selected[c]));
    }
    return summary;
  }

  private static ScoredImages.Labelled write(
      Sample sample, ScoredImages images, int i, Thresholds thresholds, StoredLabels labels) {
    ScoredImages.Labelled labelled = images.label(i, thresholds);
    ImageSize size = images.size(i);
    labels.write(sample, new LabelMap(size.width(), size.height(), labelled.labels()));
    return labelled;
  }

  /** Pixels by most probable class. */
  private static final class Counts {
    private final long[] predicted;
    private final long[] selected;

    private Counts(int classes) {
      predicted = new long[classes];
      selected = new long[classes];
    }

    private void add(ScoredImages.Labelled labelled) {
      for (int p = 0; p < labelled.predicted().length; p++) {
        int c = Byte.toUnsignedInt(labelled.predicted()[p]);
        predicted[c]++;
        if (Byte.toUnsignedInt(labelled.labels()[p]) != ClassSet.IGNORE) {
          selected[c]++;
        }
      }
    }
  }
}
