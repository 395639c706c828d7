package org.sourcefree.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sourcefree.InvalidInputException;
import org.sourcefree.config.Json;
import org.sourcefree.files.Folders;
import org.sourcefree.image.ImageFiles;
import org.sourcefree.image.LabelMap;
import org.sourcefree.image.PngWriter;
import org.sourcefree.image.RgbImage;

/**
 * The images that a report shows, files in a run folder's panels/, counted from 0 here and from 1
 * in their names: the image, its truth where there is one, what is predicted by the model before
 * and with target statistics, where there are those, and after training. Labels are train ids in
 * grey.
 */
public final class PanelFiles {
  private static final String NAMES = "names.json";

  private PanelFiles() {}

  /** What names.json holds: the images' names in order. */
  record Listed(List<String> names) {}

  /** Writes examples; what the last network of each predicts is what the run made. */
  public static void write(Path folder, List<Example> examples) {
    Folders.create(folder.resolve("panels"));
    try {
      for (int i = 0; i < examples.size(); i++) {
        Example example = examples.get(i);
        PngWriter.writeRgb(image(folder, i), example.image());
        if (example.truth().isPresent()) {
          PngWriter.writeGrey(truth(folder, i), example.truth().get());
        }
        for (Map.Entry<String, LabelMap> each : example.predictions().entrySet()) {
          PngWriter.writeGrey(prediction(folder, i, each.getKey()), each.getValue());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Json.write(list(folder), new Listed(examples.stream().map(Example::name).toList()));
  }

  /** Writes what is predicted with target statistics, before there are examples. */
  static void writeTargetStatistics(Path folder, List<LabelMap> predictions) {
    Folders.create(folder.resolve("panels"));
    try {
      for (int i = 0; i < predictions.size(); i++) {
        PngWriter.writeGrey(targetStatistics(folder, i), predictions.get(i));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What was written of target statistics, if it is intact and of an image's size. */
  static Optional<LabelMap> noted(Path folder, int index, RgbImage image) {
    Path file = targetStatistics(folder, index);
    try {
      return Files.exists(file)
          ? Optional.of(ImageFiles.readIds(file)).filter(ids -> ids.size().equals(image.size()))
          : Optional.empty();
    } catch (InvalidInputException e) {
      return Optional.empty();
    }
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

  /** What was predicted with target statistics; need not exist. */
  public static Path targetStatistics(Path folder, int index) {
    return file(folder, index, "target_statistics");
  }

  /** What is predicted after training. */
  public static Path prediction(Path folder, int index) {
    return file(folder, index, "prediction");
  }

  private static Path prediction(Path folder, int index, String network) {
    return switch (network) {
      case NetworkNames.SOURCE_ONLY -> before(folder, index);
      case NetworkNames.TARGET_STATISTICS -> targetStatistics(folder, index);
      default -> prediction(folder, index);
    };
  }

  private static Path file(Path folder, int index, String what) {
    return folder.resolve("panels").resolve("%d_%s.png".formatted(index + 1, what));
  }
}
