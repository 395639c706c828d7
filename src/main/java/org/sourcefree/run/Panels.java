package org.sourcefree.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.sourcefree.data.ClassSet;
import org.sourcefree.image.ContactSheet;
import org.sourcefree.image.LabelMap;
import org.sourcefree.image.PngWriter;
import org.sourcefree.image.RgbImage;

/**
 * One picture of several examples, a row each: image, truth where there is one, each model's
 * prediction.
 */
public final class Panels {
  private Panels() {}

  /** Where a run folder has it. */
  public static Path file(Path folder) {
    return folder.resolve("panels.png");
  }

  /** Draws a run's examples in the classes' colours, ignored pixels black. */
  public static void write(Path folder, List<Example> examples, ClassSet classes) {
    int[] palette = classes.palette();
    List<List<RgbImage>> rows = new ArrayList<>();
    for (Example example : examples) {
      List<RgbImage> row = new ArrayList<>();
      row.add(example.image());
      example.truth().ifPresent(truth -> row.add(truth.coloured(palette)));
      for (LabelMap prediction : example.predictions()) {
        row.add(prediction.coloured(palette));
      }
      rows.add(row);
    }
    try {
      PngWriter.writeRgb(file(folder), ContactSheet.tile(rows));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
