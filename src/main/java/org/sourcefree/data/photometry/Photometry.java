package org.sourcefree.data.photometry;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;
import org.sourcefree.image.RgbImage;

/**
 * Changes of light, colour and sensor that training sees on top of the geometric view; what is left
 * out is off. Brightness, contrast, saturation and hue come first, in an order drawn for every
 * image, as torchvision's ColorJitter has them; then cast, gamma, blur and noise.
 *
 * @param brightness factor on every value, 0 to 10
 * @param contrast factor on the distance from the image's mean grey, 0 to 10
 * @param saturation factor on the distance from each pixel's own grey, 0 to 10
 * @param hue turn of the colour circle, −0.5 to 0.5
 * @param cast gains of red, green and blue, each drawn for itself, 0 to 10
 * @param gamma exponent on values from 0 to 1, above 1 darkens, 0.01 to 100
 * @param blur standard deviation of a Gaussian, pixels, 0 to 50
 * @param noise standard deviation of normal noise on every value, grey levels, 0 to 255
 */
public record Photometry(
    Optional<Jitter> brightness,
    Optional<Jitter> contrast,
    Optional<Jitter> saturation,
    Optional<Jitter> hue,
    Optional<Jitter> cast,
    Optional<Jitter> gamma,
    Optional<Jitter> blur,
    Optional<Jitter> noise) {

  private static final double LARGEST_FACTOR = 10;

  /** Checks the ranges. */
  public Photometry {
    require("brightness", brightness, 0, LARGEST_FACTOR);
    require("contrast", contrast, 0, LARGEST_FACTOR);
    require("saturation", saturation, 0, LARGEST_FACTOR);
    require("hue", hue, -0.5, 0.5);
    require("cast", cast, 0, LARGEST_FACTOR);
    require("gamma", gamma, 0.01, 100);
    require("blur", blur, 0, 50);
    require("noise", noise, 0, 255);
  }

  private static void require(String name, Optional<Jitter> jitter, double least, double most) {
    jitter.ifPresent(each -> each.requireWithin(name, least, most));
  }

  private record Change(Optional<Jitter> jitter, BiFunction<RgbImage, Double, RgbImage> function) {
    RgbImage apply(RgbImage image, RandomGenerator random) {
      return jitter
          .flatMap(each -> each.draw(random))
          .map(strength -> function.apply(image, strength))
          .orElse(image);
    }
  }

  /** The image changed as drawn, of the same size; the one given stays as it is. */
  public RgbImage apply(RgbImage image, RandomGenerator random) {
    RgbImage changed = image;
    for (Change each : inDrawnOrder(random)) {
      changed = each.apply(changed, random);
    }
    return changed;
  }

  private List<Change> inDrawnOrder(RandomGenerator random) {
    List<Change> colours =
        new ArrayList<>(
            List.of(
                new Change(brightness, Colours::brightness),
                new Change(contrast, Colours::contrast),
                new Change(saturation, Colours::saturation),
                new Change(hue, Colours::hue)));
    List<Change> changes = new ArrayList<>();
    while (!colours.isEmpty()) {
      changes.add(colours.remove(random.nextInt(colours.size())));
    }
    changes.add(new Change(cast, (image, red) -> cast(image, red, random)));
    changes.add(new Change(gamma, Colours::gamma));
    changes.add(new Change(blur, GaussianBlur::apply));
    changes.add(
        new Change(noise, (image, deviation) -> NormalNoise.apply(image, deviation, random)));
    return changes;
  }

  private RgbImage cast(RgbImage image, double red, RandomGenerator random) {
    Jitter gains = cast.orElseThrow();
    return Colours.gains(image, red, gains.value(random), gains.value(random));
  }
}
