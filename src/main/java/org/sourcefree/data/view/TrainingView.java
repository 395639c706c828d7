package org.sourcefree.data.view;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.sourcefree.data.crop.RareClasses;
import org.sourcefree.image.ImageSize;
import org.sourcefree.image.RgbImage;

/** What training sees of an image; all images of a batch are seen at one size. */
public sealed interface TrainingView permits Crop, Whole {

  /** Size of labels and predictions, the image's own unless it is scaled without them. */
  ImageSize size();

  /** The largest size that an image is seen at. */
  ImageSize largest();

  /** Whether images may be of another size than their labels. */
  default boolean scalesImagesAlone() {
    return false;
  }

  /** Squares centred on classes that are rare, if there are such. */
  default Optional<RareClasses> rareClasses() {
    return Optional.empty();
  }

  /** The view of a batch's images, with what is drawn once for all of them. */
  default TrainingView ofBatch(RandomGenerator random) {
    return this;
  }

  /**
   * A view of an image with its labels.
   *
   * @param rare train ids that the view may be centred on; none to draw it as ever
   */
  SeenImage apply(LabeledImage labeled, List<Integer> rare, RandomGenerator random);

  /** A view of an image with its labels. */
  default SeenImage apply(LabeledImage labeled, RandomGenerator random) {
    return apply(labeled, List.of(), random);
  }

  /** A view of an image alone, with the same draws. */
  RgbImage apply(RgbImage image, RandomGenerator random);

  /**
   * Checks that what is said of pseudo labels has some.
   *
   * @throws IllegalArgumentException if not
   */
  default void checkLabelled(boolean pseudoLabelled) {}

  /**
   * Checks that a batch of views is one that an array can hold.
   *
   * @throws IllegalArgumentException if not
   */
  default void checkBatch(int images) {
    ImageSize each = largest();
    if (3L * images * each.width() * each.height() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "batch_size images of a view's pixels must be at most 715 megapixels, got %d of %d × %d"
              .formatted(images, each.width(), each.height()));
    }
  }
}
