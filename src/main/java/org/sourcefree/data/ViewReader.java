package org.sourcefree.data;

import org.sourcefree.image.RgbImage;

/**
 * Reads images as evaluation and the labelling pass see them. Safe for use by several threads.
 *
 * @param view what is seen of each
 * @param images where they come from
 */
public record ViewReader(EvaluationView view, Images images) {

  /** The reader of a view that decodes every file anew. */
  public static ViewReader of(EvaluationView view) {
    return new ViewReader(view, Images.uncached());
  }

  /**
   * The sample's image, of the view's size.
   *
   * @throws org.sourcefree.InvalidInputException if it cannot be read
   */
  public RgbImage read(Sample sample) {
    return images.read(sample.image(), view);
  }
}
