package org.sourcefree.evaluation;

import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.sourcefree.InvalidInputException;
import org.sourcefree.data.ClassSet;
import org.sourcefree.data.Dataset;
import org.sourcefree.data.Pool;
import org.sourcefree.data.Prefetcher;
import org.sourcefree.data.Sample;
import org.sourcefree.data.ViewReader;
import org.sourcefree.image.ImageSize;
import org.sourcefree.image.LabelMap;
import org.sourcefree.image.RgbImage;
import org.sourcefree.machine.Memory;

/**
 * Predicts a labelled dataset and counts the predictions against the truth, at the truth's own
 * size.
 */
public final class EvaluationPass {
  private final Dataset dataset;
  private final List<Sample> samples;
  private final ViewReader views;
  private final ClassSet classes;
  private final Supplier<Memory> memory;

  private record Item(Sample sample, RgbImage seen, LabelMap truth) {}

  /**
   * Lists the dataset.
   *
   * @param views what the network sees of each image
   * @throws InvalidInputException if its labels are of other classes
   */
  public EvaluationPass(Dataset dataset, ViewReader views, ClassSet classes) {
    this(dataset, views, classes, Memory::now);
  }

  EvaluationPass(Dataset dataset, ViewReader views, ClassSet classes, Supplier<Memory> memory) {
    this.memory = memory;
    this.dataset = dataset;
    this.samples = dataset.samples();
    this.views = views;
    this.classes = classes;
    dataset.labelValues().ifPresent(values -> values.requireClasses(classes));
  }

  /** Number of images. */
  public int size() {
    return samples.size();
  }

  /** Number of images that are measured here. */
  int size(Pool pool) {
    return pool.own(samples).size();
  }

  /**
   * Evaluates a model.
   *
   * @param progress told the number of images evaluated so far
   * @throws UnusableLabelsException if a label cannot be used, no pixel carries one, or an image
   *     takes more memory than there is
   * @throws InvalidInputException if an image cannot be used
   */
  public Measurement run(TrueClassRanks model, IntConsumer progress) {
    return run(model, Pool.ONE, progress);
  }

  /**
   * The same by several together, of whom each evaluates some images and has the result of all.
   *
   * @throws UnusableLabelsException also if another met a label that cannot be used
   */
  public Measurement run(TrueClassRanks model, Pool pool, IntConsumer progress) {
    Tally own = new Tally(classes.size());
    UnusableLabelsException unusable = null;
    try {
      count(model, pool.own(samples), own, progress);
    } catch (UnusableLabelsException e) {
      unusable = e;
    }
    Tally all = own.summed(pool, unusable != null);
    if (unusable != null) {
      throw unusable;
    }
    if (all.failures() > 0) {
      throw new UnusableLabelsException(
          "another worker cannot use a label that it has read; its own line says why");
    }
    if (all.matrix().miou().isEmpty()) {
      throw new UnusableLabelsException(
          "evaluation must see at least one labelled pixel, got none in %d images like %s"
              .formatted(samples.size(), samples.get(0).image()));
    }
    return Measurement.of(all.matrix(), all.ranks(), classes.names());
  }

  private void count(TrueClassRanks model, List<Sample> own, Tally tally, IntConsumer progress) {
    try (Prefetcher<Item> items =
        new Prefetcher<>(0, own.size(), index -> load(own.get((int) index)))) {
      for (int done = 1; items.hasNext(); done++) {
        Item item = items.next();
        requireMemory(item);
        tally.add(item.truth().ids(), model.predict(item.seen(), item.truth()));
        progress.accept(done);
      }
    }
  }

  /** A run that needs no measurement goes on without one, as with labels that cannot be used. */
  private void requireMemory(Item item) {
    LabelMap truth = item.truth();
    Optional<String> lacking =
        memory
            .get()
            .lacking(
                item.sample().image().toString(),
                new ImageSize(truth.width(), truth.height()),
                classes.size());
    if (lacking.isPresent()) {
      throw new UnusableLabelsException(lacking.get());
    }
  }

  private LabelMap truth(Sample sample) {
    try {
      return dataset.label(sample, classes);
    } catch (InvalidInputException e) {
      if (dataset.labelFiles(sample).isEmpty()) {
        throw e; // The dataset is of a kind that has none, whatever becomes of its files.
      }
      throw new UnusableLabelsException(e);
    }
  }

  private Item load(Sample sample) {
    return new Item(sample, views.read(sample), truth(sample));
  }
}
