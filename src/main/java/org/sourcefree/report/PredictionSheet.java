package org.sourcefree.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.sourcefree.data.ClassLegend;
import org.sourcefree.data.ClassSet;
import org.sourcefree.data.Sample;
import org.sourcefree.image.LabelMap;
import org.sourcefree.image.PictureSheet;
import org.sourcefree.image.PngWriter;
import org.sourcefree.image.Resize;
import org.sourcefree.image.RgbImage;
import org.sourcefree.predict.PredictionRun.Prediction;

/** A few predictions from all over the images, a row each: image, prediction, overlay. */
public final class PredictionSheet {
  private static final int ROWS = 6;
  private static final int WIDEST = 512;
  private static final List<String> TITLES = List.of("image", "prediction", "overlay");

  private final ClassSet classes;
  private final Set<Sample> shown;
  private final double opacity;
  private final List<PictureSheet.Row> rows = new ArrayList<>();
  private final List<LabelMap> labels = new ArrayList<>();

  /**
   * Begins an empty sheet.
   *
   * @param samples all that will be predicted
   * @param opacity of an overlay's colours, 0 to 1
   */
  public PredictionSheet(List<Sample> samples, ClassSet classes, double opacity) {
    this.classes = classes;
    this.shown = Set.copyOf(Sample.spread(samples, ROWS));
    this.opacity = opacity;
  }

  /** Adds a prediction if it is one of those to be shown. */
  public void add(Prediction prediction) {
    if (!shown.contains(prediction.sample())) {
      return;
    }
    int width = Math.min(WIDEST, prediction.image().width());
    int height =
        Math.max(
            1,
            Math.round((float) width * prediction.image().height() / prediction.image().width()));
    RgbImage image = Resize.bicubic(prediction.image(), width, height);
    LabelMap predicted = Resize.nearest(prediction.labels(), width, height);
    int[] palette = classes.palette();
    labels.add(predicted);
    rows.add(
        PictureSheet.Row.of(
            prediction.sample().name(),
            List.of(
                image,
                predicted.coloured(palette),
                Overlay.of(image, predicted, palette, opacity))));
  }

  /**
   * Draws the sheet and writes it as a PNG.
   *
   * @return whether there was a prediction to show
   */
  public boolean write(Path file) {
    if (rows.isEmpty()) {
      return false;
    }
    try {
      PngWriter.writeRgb(
          file, new PictureSheet(TITLES, rows, ClassLegend.of(classes, labels), WIDEST).draw());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return true;
  }
}
