package example;

import java.nio.file.Path;
import org.sourcefree.api.Prediction;
import org.sourcefree.api.SegmentationModel;
import org.sourcefree.image.RgbImage;

/** Predicts a made-up image with the model in a folder. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    int width = 96;
    int height = 48;
    byte[] pixels = new byte[3 * width * height];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i * 31 / 7);
    }
    try (SegmentationModel model = SegmentationModel.open(Path.of(args[0]))) {
      Prediction prediction = model.predict(new RgbImage(width, height, pixels));
      System.out.printf(
          "%d x %d pixels, %d classes, the first pixel is %s%n",
          prediction.labels().width(),
          prediction.labels().height(),
          model.classes().size(),
          prediction.classAt(0, 0));
    }
  }
}
