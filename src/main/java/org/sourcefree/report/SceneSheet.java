package org.sourcefree.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.sourcefree.data.CityscapesClass;
import org.sourcefree.image.ContactSheet;
import org.sourcefree.image.PngWriter;
import org.sourcefree.image.RgbImage;
import org.sourcefree.scenes.Scene;
import org.sourcefree.scenes.ScenePair;
import org.sourcefree.scenes.SceneSet;

/** A contact sheet of a generated pair of domains. */
public final class SceneSheet {
  private SceneSheet() {}

  /**
   * Draws the first training images: source image, source labels, target image, target labels in
   * every row.
   *
   * @param rows at least 1
   */
  public static RgbImage of(ScenePair pair, int rows) {
    List<List<RgbImage>> sheet = new ArrayList<>();
    for (int index = 1; index <= rows; index++) {
      List<RgbImage> row = new ArrayList<>();
      for (SceneSet split : List.of(SceneSet.SOURCE_TRAIN, SceneSet.TARGET_TRAIN)) {
        Scene scene = pair.paint(split, index);
        row.add(scene.image());
        row.add(scene.labels().coloured(CityscapesClass.paletteByLabelId()));
      }
      sheet.add(row);
    }
    return ContactSheet.tile(sheet);
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
