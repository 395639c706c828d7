package org.sourcefree.api;

import org.sourcefree.data.ClassSet;
import org.sourcefree.image.LabelMap;
import org.sourcefree.predict.ImagePredictor.Predicted;

/** What a model says of an image, at the image's own size. */
public final class Prediction {
  private final Predicted predicted;
  private final ClassSet classes;

  Prediction(Predicted predicted, ClassSet classes) {
    this.predicted = predicted;
    this.classes = classes;
  }

  /** The class of every pixel, train ids, [height, width]. */
  public LabelMap labels() {
    return predicted.labels();
  }

  /** The name of a pixel's class. */
  public String classAt(int x, int y) {
    return classes.names().get(labels().ids()[index(x, y)] & 255);
  }

  /** The probability of a pixel's class, 0 to 1. */
  public double confidenceAt(int x, int y) {
    return predicted.confidence()[index(x, y)];
  }

  private int index(int x, int y) {
    if (x < 0 || y < 0 || x >= labels().width() || y >= labels().height()) {
      throw new IllegalArgumentException(
          "a pixel must lie in the image of %d×%d pixels, got (%d, %d)"
              .formatted(labels().width(), labels().height(), x, y));
    }
    return y * labels().width() + x;
  }
}
