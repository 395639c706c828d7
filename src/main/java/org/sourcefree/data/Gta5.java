package org.sourcefree.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sourcefree.InvalidInputException;
import org.sourcefree.image.LabelMap;

/**
 * GTA5's layout: images/X.png and labels/X.png, whose palette index or grey value is the Cityscapes
 * label id.
 *
 * @param root the folder that holds images and labels
 */
public record Gta5(Path root) implements Dataset {
  private static final String EXTENSION = ".png";

  @Override
  public List<Sample> samples() {
    Path images = Folders.require(root, "images");
    List<Sample> samples = new ArrayList<>();
    for (Path image : Folders.list(images)) {
      String file = image.getFileName().toString();
      if (file.toLowerCase(Locale.ROOT).endsWith(EXTENSION)) {
        String name = file.substring(0, file.length() - EXTENSION.length());
        Path label = root.resolve("labels").resolve(file);
        samples.add(new Sample(name, image, Optional.of(label)));
      }
    }
    return Folders.sorted(samples, images, "*" + EXTENSION);
  }

  @Override
  public LabelMap label(Sample sample, ClassSet classes) {
    Path label = sample.label().orElseThrow();
    if (!Files.exists(label)) {
      throw new InvalidInputException(
          "image %s needs label %s, which does not exist".formatted(sample.image(), label));
    }
    return LabelFiles.read(sample, label, LabelEncoding.CITYSCAPES, classes);
  }
}
