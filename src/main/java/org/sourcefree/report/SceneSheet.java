package org.sourcefree.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.sourcefree.data.CityscapesClass;
import org.sourcefree.data.ClassLegend;
import org.sourcefree.data.ClassSet;
import org.sourcefree.data.StandardClasses;
import org.sourcefree.image.LabelMap;
import org.sourcefree.image.PictureSheet;
import org.sourcefree.image.PngWriter;
import org.sourcefree.image.RgbImage;
import org.sourcefree.scenes.Scene;
import org.sourcefree.scenes.ScenePair;
import org.sourcefree.scenes.SceneSet;

/** A contact sheet of a generated pair of domains. */
public final class SceneSheet {
  private static final List<String> TITLES =
      List.of("source image", "source labels", "target image", "target labels");
  private static final int WIDEST = 320;

  private SceneSheet() {}

  /**
   * Draws training images from all over both sets: source image, source labels, target image,
   * target labels in every row.
   *
   * @param rows at least 1
   */
  public static RgbImage of(ScenePair pair, int rows) {
    ClassSet classes = StandardClasses.CITYSCAPES_19.set();
    List<PictureSheet.Row> sheet = new ArrayList<>();
    List<LabelMap> shown = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      List<RgbImage> pictures = new ArrayList<>();
      List<String> numbers = new ArrayList<>();
      for (SceneSet split : List.of(SceneSet.SOURCE_TRAIN, SceneSet.TARGET_TRAIN)) {
        int index = 1 + row * Math.max(rows, pair.count(split)) / rows;
        Scene scene = pair.paint(split, index);
        LabelMap labels = CityscapesClass.trainIds(scene.labels());
        pictures.add(scene.image());
        pictures.add(labels.coloured(classes.palette()));
        shown.add(labels);
        numbers.add("%s image %d".formatted(split.isSource() ? "source" : "target", index));
      }
      sheet.add(PictureSheet.Row.of(String.join(", ", numbers), pictures));
    }
    return new PictureSheet(TITLES, sheet, ClassLegend.of(classes, shown), WIDEST).draw();
  }

  /** Draws the sheet and writes it as a PNG. */
  public static void write(Path file, ScenePair pair, int rows) {
    try {
      PngWriter.writeRgb(file, of(pair, rows));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
