package org.sourcefree.scenes;

import java.util.Arrays;
import org.sourcefree.image.LabelMap;
import org.sourcefree.image.RgbImage;

/** Turns a canvas into a camera image: haze, averaging of samples, colour response, blur, noise. */
final class Exposure {
  // The air's own light, 0…255.
  private static final float[] AIR = {206, 210, 214};

  private final Appearance.Light light;
  private final Appearance.Sensor sensor;

  Exposure(Appearance.Light light, Appearance.Sensor sensor) {
    this.light = light;
    this.sensor = sensor;
  }

  /** The image and its labels, one pixel for every block of samples. */
  Scene develop(Canvas canvas, Dice dice) {
    int width = canvas.width() / Canvas.OVERSAMPLING;
    int height = canvas.height() / Canvas.OVERSAMPLING;
    float[] levels = average(canvas, width, height);
    respond(levels, dice);
    if (sensor.blur() > 0) {
      blur(levels, width, height);
    }
    if (sensor.noise() > 0) {
      float deviation = (float) sensor.noise();
      for (int i = 0; i < levels.length; i++) {
        levels[i] += deviation * dice.noise();
      }
    }
    byte[] pixels = new byte[levels.length];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) Math.max(0, Math.min(255, Math.round(levels[i])));
    }
    RgbImage image = new RgbImage(width, height, pixels);
    return new Scene(image, new LabelMap(width, height, labels(canvas, width, height)));
  }

  /** Mean of each block of samples after haze, [height, width, 3], 0…255. */
  private float[] average(Canvas canvas, int width, int height) {
    int scale = Canvas.OVERSAMPLING;
    float[] clear = clearness();
    float[] levels = new float[3 * width * height];
    for (int y = 0; y < height * scale; y++) {
      for (int x = 0; x < width * scale; x++) {
        int sample = y * width * scale + x;
        float t = clear[Math.min(clear.length - 1, (int) canvas.distance(sample))];
        int rgb = canvas.colour(sample);
        int pixel = 3 * (y / scale * width + x / scale);
        levels[pixel] += Rgb.red(rgb) * t + AIR[0] * (1 - t);
        levels[pixel + 1] += Rgb.green(rgb) * t + AIR[1] * (1 - t);
        levels[pixel + 2] += Rgb.blue(rgb) * t + AIR[2] * (1 - t);
      }
    }
    for (int i = 0; i < levels.length; i++) {
      levels[i] /= scale * scale;
    }
    return levels;
  }

  /** Share of a thing's own light that gets through, by whole metres. */
  private float[] clearness() {
    float[] clear = new float[200];
    for (int z = 0; z < clear.length; z++) {
      clear[z] = (float) StrictMath.pow(1 - light.haze(), z / 100.0);
    }
    return clear;
  }

  private void respond(float[] levels, Dice dice) {
    double stray = light.variation();
    double exposure = 1 + stray * dice.between(-0.3, 0.3);
    double warmth = stray * dice.between(-0.12, 0.12);
    float red = (float) (light.cast().red() * exposure * (1 + warmth));
    float green = (float) (light.cast().green() * exposure);
    float blue = (float) (light.cast().blue() * exposure * (1 - warmth));
    float saturation = (float) light.saturation();
    float[] curve = curve();
    for (int i = 0; i < levels.length; i += 3) {
      float r = levels[i] * red;
      float g = levels[i + 1] * green;
      float b = levels[i + 2] * blue;
      if (saturation != 1) {
        float grey = 0.299f * r + 0.587f * g + 0.114f * b;
        r = grey + saturation * (r - grey);
        g = grey + saturation * (g - grey);
        b = grey + saturation * (b - grey);
      }
      levels[i] = toned(r, curve);
      levels[i + 1] = toned(g, curve);
      levels[i + 2] = toned(b, curve);
    }
  }

  /**
   * Contrast, gamma and brightness of the levels 0, ¼, ½ … 255; empty where they change nothing.
   */
  private float[] curve() {
    if (light.contrast() == 1 && light.gamma() == 1 && light.brightness() == 0) {
      return new float[0];
    }
    float[] curve = new float[4 * 255 + 1];
    for (int i = 0; i < curve.length; i++) {
      double level = 127.5 + light.contrast() * (i / 4.0 - 127.5);
      double share = Math.max(0, Math.min(1, level / 255));
      curve[i] = (float) (255 * StrictMath.pow(share, light.gamma()) + light.brightness());
    }
    return curve;
  }

  private static float toned(float level, float[] curve) {
    if (curve.length == 0) {
      return level;
    }
    return curve[Math.max(0, Math.min(curve.length - 1, Math.round(level * 4)))];
  }

  private void blur(float[] levels, int width, int height) {
    int radius = (int) Math.ceil(3 * sensor.blur());
    float[] kernel = new float[2 * radius + 1];
    float sum = 0;
    for (int i = 0; i < kernel.length; i++) {
      double offset = (i - radius) / sensor.blur();
      kernel[i] = (float) StrictMath.exp(-offset * offset / 2);
      sum += kernel[i];
    }
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] /= sum;
    }
    blurDown(levels, 3 * width, height, kernel);
    for (int y = 0; y < height; y++) {
      blurAlong(levels, 3 * width * y, width, kernel);
    }
  }

  /** Blurs every column; beyond the image its last value continues. */
  private static void blurDown(float[] levels, int stride, int height, float[] kernel) {
    float[] sharp = levels.clone();
    Arrays.fill(levels, 0);
    int radius = kernel.length / 2;
    for (int y = 0; y < height; y++) {
      int to = y * stride;
      for (int k = 0; k < kernel.length; k++) {
        int from = stride * Math.max(0, Math.min(height - 1, y + k - radius));
        float weight = kernel[k];
        for (int i = 0; i < stride; i++) {
          levels[to + i] += weight * sharp[from + i];
        }
      }
    }
  }

  /** Blurs one row; beyond the image its last value continues. */
  private static void blurAlong(float[] levels, int start, int width, float[] kernel) {
    int radius = kernel.length / 2;
    float[] sharp = new float[3 * (width + 2 * radius)];
    for (int x = 0; x < width + 2 * radius; x++) {
      int from = start + 3 * Math.max(0, Math.min(width - 1, x - radius));
      System.arraycopy(levels, from, sharp, 3 * x, 3);
    }
    Arrays.fill(levels, start, start + 3 * width, 0);
    for (int k = 0; k < kernel.length; k++) {
      float weight = kernel[k];
      for (int i = 0; i < 3 * width; i++) {
        levels[start + i] += weight * sharp[i + 3 * k];
      }
    }
  }

  /** The class that most samples of each block show; of two equally frequent, the first met. */
  private static byte[] labels(Canvas canvas, int width, int height) {
    byte[] ids = new byte[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int sample = 2 * y * canvas.width() + 2 * x;
        byte a = canvas.label(sample);
        byte b = canvas.label(sample + 1);
        byte c = canvas.label(sample + canvas.width());
        byte d = canvas.label(sample + canvas.width() + 1);
        boolean first = a == b || a == c || a == d;
        ids[y * width + x] = first ? a : b == c || b == d ? b : c == d ? c : a;
      }
    }
    return ids;
  }
}
