package org.sourcefree.experiment.suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.sourcefree.checkpoint.Folders;
import org.sourcefree.experiment.Example;
import org.sourcefree.image.LabelMap;
import org.sourcefree.image.PngWriter;

/** Images, truths and predictions that a report shows, files in a run folder's panels/. */
final class PanelFiles {
  private PanelFiles() {}

  /**
   * Writes the labelled examples with the last of each one's predictions.
   *
   * @return the images' names
   */
  static List<String> write(Path folder, List<Example> examples) {
    List<Example> labelled = examples.stream().filter(each -> each.truth().isPresent()).toList();
    List<String> names = new ArrayList<>();
    Folders.create(folder.resolve("panels"));
    try {
      for (Example example : labelled) {
        int index = names.size();
        LabelMap prediction = example.predictions().get(example.predictions().size() - 1);
        PngWriter.writeRgb(image(folder, index), example.image());
        PngWriter.writeGrey(truth(folder, index), example.truth().orElseThrow());
        PngWriter.writeGrey(prediction(folder, index), prediction);
        names.add(example.name());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return names;
  }

  static Path image(Path folder, int index) {
    return file(folder, index, "image");
  }

  static Path truth(Path folder, int index) {
    return file(folder, index, "truth");
  }

  static Path prediction(Path folder, int index) {
    return file(folder, index, "prediction");
  }

  private static Path file(Path folder, int index, String what) {
    return folder.resolve("panels").resolve("%d_%s.png".formatted(index + 1, what));
  }
}
