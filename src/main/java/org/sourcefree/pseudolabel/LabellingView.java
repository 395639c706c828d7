package org.sourcefree.pseudolabel;

import java.util.Optional;
import org.sourcefree.data.EvaluationView;
import org.sourcefree.network.TestTimeAugmentation;

/**
 * What a labelling pass sees of an image: all of it, resized bicubic, in one view or several.
 *
 * @param width pixels
 * @param height pixels
 * @param augmentation the views that are predicted together; the plain one alone if left out
 */
public record LabellingView(int width, int height, Optional<TestTimeAugmentation> augmentation) {
  private static final int STRIDE = 8;

  /** Checks the size. */
  public LabellingView {
    new EvaluationView(width, height);
  }

  /** One view of evaluation's size. */
  public static LabellingView of(EvaluationView view) {
    return new LabellingView(view.width(), view.height(), Optional.empty());
  }

  /** The size that every view is scaled from. */
  public EvaluationView whole() {
    return new EvaluationView(width, height);
  }

  /** The views. */
  public TestTimeAugmentation views() {
    return augmentation.orElse(TestTimeAugmentation.NONE);
  }

  /** Bytes of the logits of an image's views at output stride 8. */
  public long logitBytes(int classes) {
    long bytes = 0;
    for (double scale : views().scales()) {
      long columns = (long) (width * scale) / STRIDE + 1;
      long rows = (long) (height * scale) / STRIDE + 1;
      bytes += Float.BYTES * columns * rows * classes;
    }
    return views().flip() ? 2 * bytes : bytes;
  }

  /**
   * Checks that what is done with the labels takes several views, if there are several.
   *
   * @param selection of the labels
   * @param matched whether the source is compared with the prediction
   * @throws IllegalArgumentException if not
   */
  public void check(Selection selection, boolean matched) {
    if (matched && views().views() > 1) {
      throw new IllegalArgumentException(
          "data.labelling_view must have one view beside layout and similar, which compare with one prediction, got %d"
              .formatted(views().views()));
    }
    if (selection.distributions().isPresent() && views().averagesLogits()) {
      throw new IllegalArgumentException(
          "data.labelling_view.augmentation must average probabilities where pseudo_labels are soft, got logits");
    }
  }
}
