package org.sourcefree.data.view;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;
import org.sourcefree.config.DefaultKind;
import org.sourcefree.data.crop.RareClasses;
import org.sourcefree.data.crop.Scale;
import org.sourcefree.data.crop.ViewPlace;
import org.sourcefree.data.photometry.Photometry;
import org.sourcefree.image.ImageSize;
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
 * @param rareClasses squares centred on classes that are rare where a round's pseudo labels were
 *     made, in the images that have these labels; none if left out
 */
public record Crop(
    int shortSide,
    Scale scale,
    int crop,
    Optional<Photometry> photometry,
    Optional<RareClasses> rareClasses)
    implements TrainingView, DefaultKind {

  private static final int LONGEST = 10_000;

  /** A view that changes no colours. */
  public Crop(int shortSide, Scale scale, int crop) {
    this(shortSide, scale, crop, Optional.empty());
  }

  /** A view with every square as probable as another. */
  public Crop(int shortSide, Scale scale, int crop, Optional<Photometry> photometry) {
    this(shortSide, scale, crop, photometry, Optional.empty());
  }

  /** Checks the ranges. */
  public Crop {
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

  @Override
  public ImageSize size() {
    return new ImageSize(crop, crop);
  }

  @Override
  public void checkLabelled(boolean pseudoLabelled) {
    if (rareClasses.isPresent() && !pseudoLabelled) {
      throw new IllegalArgumentException(
          "data.training_view.rare_classes must have pseudo labels, whose rare classes they are, found none");
    }
  }

  @Override
  public ImageSize largest() {
    return size();
  }

  @Override
  public SeenImage apply(LabeledImage labeled, List<Integer> rare, RandomGenerator random) {
    Optional<RareClasses> centred = rareClasses.filter(each -> !rare.isEmpty());
    Drawn drawn =
        draw(
            labeled.image().size(),
            random,
            (resized, square) ->
                centred.isPresent()
                    ? centred.get().window(resized(labeled.labels(), resized), square, rare, random)
                    : uniform(resized, square, random));
    RgbImage image = coloured(image(labeled.image(), drawn), random);
    ImageSize resized = new ImageSize(drawn.width, drawn.height);
    return new SeenImage(
        image,
        labels(labeled.labels(), drawn),
        Optional.of(
            new ViewPlace(labeled.image().size(), resized, drawn.square, size(), drawn.flip)));
  }

  @Override
  public RgbImage apply(RgbImage image, RandomGenerator random) {
    Drawn drawn = draw(image.size(), random, (resized, square) -> uniform(resized, square, random));
    return coloured(image(image, drawn), random);
  }

  private RgbImage coloured(RgbImage view, RandomGenerator random) {
    return photometry.map(each -> each.apply(view, random)).orElse(view);
  }

  private record Drawn(int width, int height, Window square, boolean flip) {}

  private Drawn draw(
      ImageSize image, RandomGenerator random, BiFunction<ImageSize, ImageSize, Window> place) {
    double factor =
        (double) shortSide / Math.min(image.width(), image.height()) * scale.draw(random);
    int width = Math.max(1, (int) (image.width() * factor));
    int height = Math.max(1, (int) (image.height() * factor));
    int side = Math.min(crop, Math.min(width, height));
    Window square = place.apply(new ImageSize(width, height), new ImageSize(side, side));
    return new Drawn(width, height, square, random.nextDouble() < 0.5);
  }

  private static Window uniform(ImageSize resized, ImageSize square, RandomGenerator random) {
    int side = square.width();
    int x = resized.width() == side ? 0 : random.nextInt(resized.width() - side + 1);
    int y = resized.height() == side ? 0 : random.nextInt(resized.height() - side + 1);
    return new Window(x, y, side, side);
  }

  private static LabelMap resized(LabelMap labels, ImageSize size) {
    return Resize.nearest(labels, size.width(), size.height());
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
