package org.sourcefree.data.view;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.sourcefree.data.crop.ViewPlace;
import org.sourcefree.data.photometry.Photometry;
import org.sourcefree.image.ImageSize;
import org.sourcefree.image.LabelMap;
import org.sourcefree.image.Resize;
import org.sourcefree.image.RgbImage;
import org.sourcefree.image.Window;

/**
 * All of an image at a fixed size, whatever its own shape, as adversarial methods see it since
 * AdaptSeg. Images bicubic, labels nearest. Draws once a batch the scale of its images, then for
 * every image whether it is mirrored.
 *
 * @param width of labels, predictions and, unless it is scaled, the image; pixels
 * @param height pixels
 * @param mirror whether images are flipped left to right with probability ½; not if left out
 * @param imageScale factors on the image's size alone, sides rounded down; its prediction is
 *     upsampled to the labels' size; none if left out
 * @param photometry changes of light and colour after all that; none if left out
 */
public record Whole(
    int width,
    int height,
    Optional<Boolean> mirror,
    Optional<ImageScale> imageScale,
    Optional<Photometry> photometry)
    implements TrainingView {
  private static final int LONGEST = 10_000;

  /** Checks the ranges. */
  public Whole {
    requireSide("width", width);
    requireSide("height", height);
  }

  /** A view of that size, and no more. */
  public Whole(int width, int height) {
    this(width, height, Optional.empty(), Optional.empty(), Optional.empty());
  }

  private static void requireSide(String name, int pixels) {
    if (pixels < 1 || pixels > LONGEST) {
      throw new IllegalArgumentException(
          "%s must be from 1 to %d, got %d".formatted(name, LONGEST, pixels));
    }
  }

  @Override
  public ImageSize size() {
    return new ImageSize(width, height);
  }

  @Override
  public ImageSize largest() {
    return scaled(imageScale.map(ImageScale::largest).orElse(1.0));
  }

  private ImageSize scaled(double factor) {
    return new ImageSize(Math.max(1, (int) (width * factor)), Math.max(1, (int) (height * factor)));
  }

  @Override
  public boolean scalesImagesAlone() {
    return imageScale.isPresent();
  }

  @Override
  public Whole ofBatch(RandomGenerator random) {
    return new Whole(
        width,
        height,
        mirror,
        imageScale.map(each -> ImageScale.of(each.draw(random))),
        photometry);
  }

  @Override
  public SeenImage apply(LabeledImage labeled, List<Integer> rare, RandomGenerator random) {
    Drawn drawn = draw(random);
    LabelMap labels = Resize.nearest(labeled.labels(), width, height);
    Window all = new Window(0, 0, width, height);
    return new SeenImage(
        image(labeled.image(), drawn, random),
        drawn.flip ? labels.flip() : labels,
        Optional.of(new ViewPlace(labeled.image().size(), size(), all, size(), drawn.flip)));
  }

  @Override
  public RgbImage apply(RgbImage image, RandomGenerator random) {
    return image(image, draw(random), random);
  }

  private record Drawn(ImageSize size, boolean flip) {}

  private Drawn draw(RandomGenerator random) {
    ImageSize size = scaled(imageScale.map(each -> each.draw(random)).orElse(1.0));
    return new Drawn(size, mirror.orElse(false) && random.nextDouble() < 0.5);
  }

  private RgbImage image(RgbImage image, Drawn drawn, RandomGenerator random) {
    RgbImage resized = Resize.bicubic(image, drawn.size.width(), drawn.size.height());
    RgbImage view = drawn.flip ? resized.flip() : resized;
    return photometry.map(each -> each.apply(view, random)).orElse(view);
  }
}
