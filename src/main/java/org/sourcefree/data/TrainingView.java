package org.sourcefree.data;

import java.util.Optional;
import java.util.random.RandomGenerator;
import org.sourcefree.data.photometry.Photometry;
import org.sourcefree.image.LabelMap;
import org.sourcefree.image.Resize;
import org.sourcefree.image.RgbImage;
import org.sourcefree.image.Window;

/**
 * What training sees of an image: resized so that its short side is {@code shortSide} times a drawn
 * scale, sides rounded down, then a random square of {@code crop} pixels, flipped left to right
 * with probability ½. Where the resized image is smaller than the crop, its largest square is taken
 * instead and resized to the crop. Images bicubic, labels nearest. The reference code's geometry;
 * draws in its order: scale, column, row, flip, a position only where there is a choice.
 *
 * @param shortSide pixels
 * @param scale how the scale is drawn
 * @param crop side of the square, pixels
 * @param photometry changes of light and colour after all that; none if left out
 */
public record TrainingView(int shortSide, Scale scale, int crop, Optional<Photometry> photometry) {

  private static final int LONGEST = 10_000;

  /** A view that changes no colours. */
  public TrainingView(int shortSide, Scale scale, int crop) {
    this(shortSide, scale, crop, Optional.empty());
  }

  /** Checks the ranges. */
  public TrainingView {
    if (shortSide < 1) {
      throw new IllegalArgumentException("short_side must be positive, got " + shortSide);
    }
    if (crop < 1) {
      throw new IllegalArgumentException("crop must be positive, got " + crop);
    }
    if (shortSide > LONGEST || crop > LONGEST) {
      throw new IllegalArgumentException(
          "short_side and crop must be at most %d, got %d and %d"
              .formatted(LONGEST, shortSide, crop));
    }
  }

  /**
   * Checks that a batch of views is one that an array can hold.
   *
   * @throws IllegalArgumentException if not
   */
  public void checkBatch(int images) {
    if (3L * images * crop * crop > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "batch_size images of crop × crop pixels must be at most 715 megapixels, got %d of %d × %d"
              .formatted(images, crop, crop));
    }
  }

  /** A view of an image with its labels, both [crop, crop]. */
  public LabeledImage apply(LabeledImage labeled, RandomGenerator random) {
    Drawn drawn = draw(labeled.image().width(), labeled.image().height(), random);
    RgbImage image = coloured(image(labeled.image(), drawn), random);
    return new LabeledImage(image, labels(labeled.labels(), drawn));
  }

  /** A view of an image alone, [crop, crop, 3], with the same draws. */
  public RgbImage apply(RgbImage image, RandomGenerator random) {
    return coloured(image(image, draw(image.width(), image.height(), random)), random);
  }

  private RgbImage coloured(RgbImage view, RandomGenerator random) {
    return photometry.map(each -> each.apply(view, random)).orElse(view);
  }

  private record Drawn(int width, int height, Window square, boolean flip) {}

  private Drawn draw(int imageWidth, int imageHeight, RandomGenerator random) {
    double factor = (double) shortSide / Math.min(imageWidth, imageHeight) * scale.draw(random);
    int width = Math.max(1, (int) (imageWidth * factor));
    int height = Math.max(1, (int) (imageHeight * factor));
    int side = Math.min(crop, Math.min(width, height));
    int x = width == side ? 0 : random.nextInt(width - side + 1);
    int y = height == side ? 0 : random.nextInt(height - side + 1);
    return new Drawn(width, height, new Window(x, y, side, side), random.nextDouble() < 0.5);
  }

  private RgbImage image(RgbImage image, Drawn drawn) {
    RgbImage square = Resize.bicubic(image, drawn.width, drawn.height, drawn.square);
    RgbImage view = Resize.bicubic(square, crop, crop);
    return drawn.flip ? view.flip() : view;
  }

  private LabelMap labels(LabelMap labels, Drawn drawn) {
    LabelMap square = Resize.nearest(labels, drawn.width, drawn.height, drawn.square);
    LabelMap view = Resize.nearest(square, crop, crop);
    return drawn.flip ? view.flip() : view;
  }
}
