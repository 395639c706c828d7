package org.sourcefree.scenes;

/**
 * How one domain looks: every knob by which two domains can differ. Layouts are drawn from the same
 * distribution in both, apart from {@code objects}.
 *
 * @param view where the camera sits and how it looks
 * @param surfaces colour and texture of things
 * @param light what the air and the sensor's response do to colours
 * @param sensor blur and noise
 * @param objects how large and how frequent things are
 */
public record Appearance(
    View view, Surfaces surfaces, Light light, Sensor sensor, Objects objects) {

  /**
   * The camera.
   *
   * @param height metres above the road, 0.5 to 4
   * @param pitch degrees looking down, −10 to 10
   * @param fieldOfView degrees from the image's left to its right edge, 30 to 110
   */
  public record View(double height, double pitch, double fieldOfView) {
    /** Checks the ranges. */
    public View {
      check("view.height", height, 0.5, 4);
      check("view.pitch", pitch, -10, 10);
      check("view.field_of_view", fieldOfView, 30, 110);
    }
  }

  /**
   * Colour and texture of things.
   *
   * @param colourDrift share of the way that each class's colours move toward those of a class it
   *     is easily taken for, 0 to 1
   * @param textureContrast factor on the strength of every texture, 0 to 3; 1 leaves it
   */
  public record Surfaces(double colourDrift, double textureContrast) {
    /** Checks the ranges. */
    public Surfaces {
      check("surfaces.colour_drift", colourDrift, 0, 1);
      check("surfaces.texture_contrast", textureContrast, 0, 3);
    }
  }

  /**
   * What happens to colours between the thing and the file, in this order.
   *
   * @param haze share of the light that the air replaces at 100 m, 0 to 0.99
   * @param cast gains of red, green and blue
   * @param saturation factor on the distance from grey, 0 to 3
   * @param contrast factor on the distance from mid-grey, 0 to 3
   * @param gamma exponent on values in 0…1, 0.2 to 5; above 1 darkens
   * @param brightness grey levels added, −128 to 128
   * @param variation how far an image's own brightness and tint stray from the above, 0 to 1
   */
  public record Light(
      double haze,
      Cast cast,
      double saturation,
      double contrast,
      double gamma,
      double brightness,
      double variation) {
    /** Checks the ranges. */
    public Light {
      check("light.haze", haze, 0, 0.99);
      check("light.saturation", saturation, 0, 3);
      check("light.contrast", contrast, 0, 3);
      check("light.gamma", gamma, 0.2, 5);
      check("light.brightness", brightness, -128, 128);
      check("light.variation", variation, 0, 1);
    }

    /** Changes no colour at all. */
    public static Light neutral() {
      return new Light(0, new Cast(1, 1, 1), 1, 1, 1, 0, 0);
    }
  }

  /**
   * Colour cast.
   *
   * @param red gain, 0.2 to 3
   * @param green gain, 0.2 to 3
   * @param blue gain, 0.2 to 3
   */
  public record Cast(double red, double green, double blue) {
    /** Checks the ranges. */
    public Cast {
      check("light.cast.red", red, 0.2, 3);
      check("light.cast.green", green, 0.2, 3);
      check("light.cast.blue", blue, 0.2, 3);
    }
  }

  /**
   * Optics and sensor.
   *
   * @param blur standard deviation of a Gaussian, pixels, 0 to 5
   * @param noise standard deviation, grey levels, 0 to 60
   */
  public record Sensor(double blur, double noise) {
    /** Checks the ranges. */
    public Sensor {
      check("sensor.blur", blur, 0, 5);
      check("sensor.noise", noise, 0, 60);
    }
  }

  /**
   * Things on the street. The frequencies are factors on the number an image holds on average.
   *
   * @param scale factor on the size of thin and small things: persons, two-wheelers, poles, lights,
   *     signs; 0.5 to 3. Above 1 so that a small network can learn them
   * @param vehicles factor on cars, trucks, buses and trains, 0 to 4
   * @param people factor on pedestrians, 0 to 4
   * @param twoWheelers factor on bicycles, motorcycles and riders, 0 to 4
   * @param furniture factor on poles, traffic lights and signs, 0 to 4
   * @param trees factor on trees, 0 to 4
   */
  public record Objects(
      double scale,
      double vehicles,
      double people,
      double twoWheelers,
      double furniture,
      double trees) {
    /** Checks the ranges. */
    public Objects {
      check("objects.scale", scale, 0.5, 3);
      check("objects.vehicles", vehicles, 0, 4);
      check("objects.people", people, 0, 4);
      check("objects.two_wheelers", twoWheelers, 0, 4);
      check("objects.furniture", furniture, 0, 4);
      check("objects.trees", trees, 0, 4);
    }
  }

  private static void check(String knob, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          "%s must be from %s to %s, got %s".formatted(knob, least, most, value));
    }
  }
}
