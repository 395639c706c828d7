package org.sourcefree.experiment;

import java.util.Optional;
import java.util.function.Consumer;
import org.sourcefree.data.Dataset;
import org.sourcefree.data.EvaluationView;
import org.sourcefree.data.SourceImages;
import org.sourcefree.data.ViewReader;
import org.sourcefree.data.cache.ImageCache;
import org.sourcefree.data.view.TrainingView;
import org.sourcefree.network.TestTimeAugmentation;
import org.sourcefree.pseudolabel.LabellingView;

/** The images of a config that trains, and what is seen of them. */
public interface TrainingImages {

  /** Images that are trained on. */
  Dataset trained();

  /** Their key below data, e.g. {@code target}. */
  String role();

  /** Whether their labels are read; an adaptation never opens them. */
  boolean labelled();

  /** Labelled source images that are trained on beside them; none in a source-free method. */
  default Optional<Dataset> beside() {
    return Optional.empty();
  }

  /** The batches of their own that those come in, if they do. */
  default Optional<SourceImages.Apart> apart() {
    return Optional.empty();
  }

  /** Source images whose labels a round keeps a copy of, at most. */
  default int keptBeside() {
    return 0;
  }

  /** Labelled images to measure on. */
  Optional<Dataset> evaluation();

  TrainingView trainingView();

  EvaluationView evaluationView();

  /** The views of an image that are evaluated together. */
  default TestTimeAugmentation augmentation() {
    return TestTimeAugmentation.NONE;
  }

  /** What a labelling pass sees. */
  default LabellingView labelling() {
    return LabellingView.of(evaluationView());
  }

  /** Where decoded images are kept, if they are. */
  Optional<ImageCache> cache();

  /** Images that results are shown on. */
  default Dataset shown() {
    return evaluation().orElseGet(this::trained);
  }

  /**
   * What evaluation and the labelling pass see of images, and where training's come from.
   *
   * @param warning told if the cache cannot be written
   */
  default ViewReader views(Consumer<String> warning) {
    return new ViewReader(evaluationView(), ImageCache.open(cache(), warning));
  }
}
