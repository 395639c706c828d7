package org.sourcefree.init;

import java.util.Optional;
import org.sourcefree.data.EvaluationView;
import org.sourcefree.image.ImageSize;
import org.sourcefree.network.Architecture;
import org.sourcefree.network.deeplab.DeepLabV2;

/**
 * How large and how long a run is, by its images, the model and the memory that there is.
 *
 * @param shortSide of what training sees, before it is scaled, pixels
 * @param crop side of a training sample, pixels
 * @param view what labelling and measuring see
 * @param batch images a step
 * @param stepsPerRound about one epoch, of few images several and of many a part
 */
record Extent(int shortSide, int crop, EvaluationView view, int batch, int stepsPerRound) {
  static final int ROUNDS = 2;

  /** The field's evaluation size, 1024×512. */
  private static final double MOST_PIXELS = 1024 * 512;

  private static final int USUAL_BATCH = 4;
  private static final int FEWEST_STEPS = 20;
  private static final int MOST_STEPS = 400;
  private static final int MOST_STEPS_BETWEEN = 100;

  /** Sides are multiples of the output stride. */
  private static final int STRIDE = 8;

  private static final int SMALLEST_CROP = 128;
  private static final int SMALLER = 32;

  /** Of a step, measured: ResNet-101 took 4.1 GB for 600×600 pixels and 1.9 GB for 321×321. */
  private static final double BYTES_A_PIXEL = 9000;

  private static final double BLOCKS = 33;
  private static final double OTHER_BYTES = 1e9;

  /** Logits, probabilities, logarithms and their gradients, float32. */
  private static final double BYTES_A_PIXEL_AND_CLASS = 32;

  /** So much of the memory may be planned for. */
  private static final double SHARE = 0.6;

  /**
   * Chooses.
   *
   * @param images how many there are
   * @param usual the size most of them have
   * @param measured the size at which the model was measured when it was trained, if that is known
   * @param bytes that a gradient step takes for a pixel, see {@link #bytesOfPixel}
   * @param available memory, bytes
   */
  static Extent of(
      int images,
      ImageSize usual,
      Optional<EvaluationView> measured,
      double bytes,
      long available) {
    double ratio =
        (double) Math.max(usual.width(), usual.height()) / Math.min(usual.width(), usual.height());
    int own = Math.min(usual.width(), usual.height());
    int wanted = measured.map(view -> Math.min(view.width(), view.height())).orElse(own);
    int most = (int) Math.sqrt(MOST_PIXELS / ratio);
    int side = wanted > most ? Math.max(STRIDE, most / STRIDE * STRIDE) : wanted;
    int longSide = side == own ? Math.max(usual.width(), usual.height()) : nearest(side * ratio);
    boolean upright = usual.height() > usual.width();
    int batch = Math.min(USUAL_BATCH, images);
    int crop = Math.max(1, side < 2 * STRIDE ? side : side * 7 / 8 / STRIDE * STRIDE);
    double budget = SHARE * available - OTHER_BYTES;
    while (batch > 1 && bytes * batch * crop * crop > budget) {
      batch--;
    }
    while (crop - SMALLER >= SMALLEST_CROP && bytes * batch * crop * crop > budget) {
      crop -= SMALLER;
    }
    int epoch = (images + batch - 1) / batch;
    return new Extent(
        side,
        crop,
        new EvaluationView(upright ? side : longSide, upright ? longSide : side),
        batch,
        Math.max(FEWEST_STEPS, Math.min(MOST_STEPS, epoch)));
  }

  /** A few checkpoints a round. */
  int stepsPerCheckpoint() {
    return Math.min(MOST_STEPS_BETWEEN, stepsPerRound);
  }

  /** Steps of all rounds. */
  int steps() {
    return ROUNDS * stepsPerRound;
  }

  private static int nearest(double side) {
    return Math.max(STRIDE, (int) Math.rint(side / STRIDE) * STRIDE);
  }

  /** What a gradient step takes for each pixel of its samples, bytes, roughly. */
  static double bytesOfPixel(Architecture network, int classes) {
    double backbone = 1;
    if (network instanceof DeepLabV2 deepLab) {
      int blocks = deepLab.stages().stream().mapToInt(Integer::intValue).sum();
      backbone = deepLab.width() * blocks / BLOCKS;
    }
    return BYTES_A_PIXEL * backbone + BYTES_A_PIXEL_AND_CLASS * classes;
  }
}
