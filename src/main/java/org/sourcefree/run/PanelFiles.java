package org.sourcefree.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.sourcefree.config.Json;
import org.sourcefree.files.Folders;
import org.sourcefree.image.LabelMap;
import org.sourcefree.image.PngWriter;

/**
 * The images that a report shows, files in a run folder's panels/, counted from 0 here and from 1
 * in their names: the image, its truth where there is one, what the model predicted before, where
 * there was one, and after training. Labels are train ids in grey.
 */
public final class PanelFiles {
  private static final String NAMES = "names.json";

  private PanelFiles() {}

  /** What names.json holds: the images' names in order. */
  record Listed(List<String> names) {}

  /** Writes examples with one prediction, or with two: before and after. */
  public static void write(Path folder, List<Example> examples) {
    Folders.create(folder.resolve("panels"));
    try {
      for (int i = 0; i < examples.size(); i++) {
        Example example = examples.get(i);
        List<LabelMap> predictions = example.predictions();
        PngWriter.writeRgb(image(folder, i), example.image());
        if (example.truth().isPresent()) {
          PngWriter.writeGrey(truth(folder, i), example.truth().get());
        }
        if (predictions.size() > 1) {
          PngWriter.writeGrey(before(folder, i), predictions.get(0));
        }
        PngWriter.writeGrey(prediction(folder, i), predictions.get(predictions.size() - 1));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Json.write(list(folder), new Listed(examples.stream().map(Example::name).toList()));
  }

  /** Where the images' names are. */
  static Path list(Path folder) {
    return folder.resolve("panels").resolve(NAMES);
  }

  /** An image as the network sees it. */
  public static Path image(Path folder, int index) {
    return file(folder, index, "image");
  }

  /** Its truth; need not exist. */
  public static Path truth(Path folder, int index) {
    return file(folder, index, "truth");
  }

  /** What was predicted before training; need not exist. */
  public static Path before(Path folder, int index) {
    return file(folder, index, "before");
  }

  /** What is predicted after training. */
  public static Path prediction(Path folder, int index) {
    return file(folder, index, "prediction");
  }

  private static Path file(Path folder, int index, String what) {
    return folder.resolve("panels").resolve("%d_%s.png".formatted(index + 1, what));
  }
}
