package org.sourcefree.evaluation;

import java.util.List;
import java.util.function.IntConsumer;
import org.sourcefree.data.ClassSet;
import org.sourcefree.data.Dataset;
import org.sourcefree.data.EvaluationView;
import org.sourcefree.data.LabeledImage;
import org.sourcefree.data.Prefetcher;
import org.sourcefree.data.Sample;
import org.sourcefree.image.LabelMap;
import org.sourcefree.image.RgbImage;
import org.sourcefree.network.Predictor;

/**
 * Predicts a labelled dataset and counts the predictions against the truth, at the truth's own
 * size.
 */
public final class EvaluationPass {
  private final Dataset dataset;
  private final List<Sample> samples;
  private final EvaluationView view;
  private final ClassSet classes;

  private record Item(RgbImage seen, LabelMap truth) {}

  /**
   * Lists the dataset.
   *
   * @param view what the network sees of each image
   */
  public EvaluationPass(Dataset dataset, EvaluationView view, ClassSet classes) {
    this.dataset = dataset;
    this.samples = dataset.samples();
    this.view = view;
    this.classes = classes;
  }

  /** Number of images. */
  public int size() {
    return samples.size();
  }

  /**
   * Evaluates a model.
   *
   * @param progress told the number of images evaluated so far
   */
  public ConfusionMatrix run(Predictor predictor, IntConsumer progress) {
    ConfusionMatrix matrix = new ConfusionMatrix(classes.size());
    try (Prefetcher<Item> items = new Prefetcher<>(0, samples.size(), this::load)) {
      for (int done = 1; items.hasNext(); done++) {
        Item item = items.next();
        LabelMap truth = item.truth();
        LabelMap predicted = predictor.labels(item.seen(), truth.width(), truth.height());
        matrix.add(truth.ids(), predicted.ids());
        progress.accept(done);
      }
    }
    return matrix;
  }

  private Item load(long index) {
    LabeledImage labeled = dataset.load(samples.get((int) index), classes);
    return new Item(view.apply(labeled.image()), labeled.labels());
  }
}
