package org.sourcefree.experiment;

import java.util.Optional;
import org.sourcefree.data.Dataset;
import org.sourcefree.data.EvaluationView;
import org.sourcefree.data.RankedPart;
import org.sourcefree.data.SourceImages;
import org.sourcefree.data.cache.ImageCache;
import org.sourcefree.data.view.TrainingView;
import org.sourcefree.image.ImageSize;
import org.sourcefree.network.TestTimeAugmentation;
import org.sourcefree.pseudolabel.LabellingView;
import org.sourcefree.sourcedata.SourceFilter;
import org.sourcefree.sourcedata.SourceSelection;
import org.sourcefree.sourcedata.SourceUse;

/**
 * Images of an adaptation, and what is seen of them.
 *
 * @param target images to adapt to; their labels are never opened
 * @param source labelled images of the source domain to train on beside the target's; none if left
 *     out, as source-free methods do
 * @param sourceImages which of them a round sees; all if left out
 * @param sourceLabels which of their labels a round trains on; all if left out
 * @param sourcePerBatch how many of a batch's images are the source's; if left out both domains'
 *     images are shuffled together
 * @param sourceBatches batches of the source's images alone, each with a forward pass and batch
 *     statistics of its own before the target's; none if left out
 * @param evaluation labelled images to measure on, from which nothing is learnt
 * @param evaluationAugmentation the views of an image that are evaluated together; the plain one
 *     alone if left out
 * @param labellingView what a labelling pass sees; what evaluation sees if left out, in one view
 * @param cache where decoded images are kept, if they are
 */
public record AdaptationData(
    Dataset target,
    Optional<Dataset> source,
    Optional<SourceSelection> sourceImages,
    Optional<SourceFilter> sourceLabels,
    Optional<Integer> sourcePerBatch,
    Optional<SourceBatches> sourceBatches,
    Optional<Dataset> evaluation,
    TrainingView trainingView,
    EvaluationView evaluationView,
    Optional<TestTimeAugmentation> evaluationAugmentation,
    Optional<LabellingView> labellingView,
    Optional<ImageCache> cache)
    implements TrainingImages {

  /**
   * Batches of source images alone.
   *
   * @param batchSize images, at least 1
   * @param view what training sees of each; the training view if left out
   */
  public record SourceBatches(int batchSize, Optional<TrainingView> view) {

    /** Checks the size. */
    public SourceBatches {
      if (batchSize < 1) {
        throw new IllegalArgumentException("batch_size must be positive, got " + batchSize);
      }
      view.ifPresent(each -> each.checkBatch(batchSize));
    }
  }

  /** Checks that nothing is said of source images that are not there. */
  public AdaptationData {
    use(source, sourceImages, sourceLabels, sourcePerBatch, sourceBatches, trainingView);
  }

  /** Images of the target domain alone. */
  public AdaptationData(
      Dataset target,
      Optional<Dataset> evaluation,
      TrainingView trainingView,
      EvaluationView evaluationView,
      Optional<ImageCache> cache) {
    this(
        target,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        evaluation,
        trainingView,
        evaluationView,
        Optional.empty(),
        Optional.empty(),
        cache);
  }

  private static SourceUse use(
      Optional<Dataset> source,
      Optional<SourceSelection> images,
      Optional<SourceFilter> labels,
      Optional<Integer> perBatch,
      Optional<SourceBatches> batches,
      TrainingView view) {
    return new SourceUse(
        source,
        images,
        labels,
        perBatch,
        batches.map(each -> new SourceImages.Apart(each.batchSize(), each.view().orElse(view))));
  }

  /** What makes the source a part of the target, if something does. */
  Optional<RankedPart> ranked() {
    return RankedPart.of(source);
  }

  /** The source domain; nothing of a source-free method. */
  public SourceUse sourceUse() {
    return use(source, sourceImages, sourceLabels, sourcePerBatch, sourceBatches, trainingView);
  }

  /** The lesser height and width of what a step sees of both domains. */
  ImageSize smallest() {
    ImageSize target = trainingView.size();
    ImageSize source = apart().map(each -> each.view().size()).orElse(target);
    return new ImageSize(
        Math.min(target.width(), source.width()), Math.min(target.height(), source.height()));
  }

  @Override
  public Dataset trained() {
    return target;
  }

  @Override
  public String role() {
    return "target";
  }

  @Override
  public boolean labelled() {
    return false;
  }

  @Override
  public Optional<Dataset> beside() {
    return source.filter(Dataset::isListed);
  }

  @Override
  public Optional<SourceImages.Apart> apart() {
    return sourceUse().apart();
  }

  @Override
  public int keptBeside() {
    return sourceUse().kept();
  }

  @Override
  public TestTimeAugmentation augmentation() {
    return evaluationAugmentation.orElse(TestTimeAugmentation.NONE);
  }

  @Override
  public LabellingView labelling() {
    return labellingView.orElseGet(() -> LabellingView.of(evaluationView));
  }

  AdaptationData with(Dataset images, Optional<Dataset> others, Optional<ImageCache> kept) {
    return new AdaptationData(
        images,
        others,
        sourceImages,
        sourceLabels,
        sourcePerBatch,
        sourceBatches,
        evaluation,
        trainingView,
        evaluationView,
        evaluationAugmentation,
        labellingView,
        kept);
  }
}
