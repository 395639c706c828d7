package org.sourcefree.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sourcefree.InvalidInputException;
import org.sourcefree.image.LabelMap;

/**
 * Cityscapes' layout: leftImg8bit/SPLIT/CITY/X_leftImg8bit.png and
 * gtFine/SPLIT/CITY/X_gtFine_labelIds.png, or X_gtFine_labelTrainIds.png where that file is absent.
 *
 * @param root the folder that holds leftImg8bit and gtFine
 * @param split which images
 */
public record Cityscapes(Path root, Split split) implements Dataset {
  private static final String IMAGE = "_leftImg8bit.png";
  private static final String LABEL_IDS = "_gtFine_labelIds.png";
  private static final String TRAIN_IDS = "_gtFine_labelTrainIds.png";

  @Override
  public List<Sample> samples() {
    Path images = Folders.require(root, "leftImg8bit", split.folder());
    Path labels = root.resolve("gtFine").resolve(split.folder());
    List<Sample> samples = new ArrayList<>();
    for (Path city : Folders.list(images)) {
      if (Files.isDirectory(city)) {
        for (Path image : Folders.list(city)) {
          String file = image.getFileName().toString();
          if (file.endsWith(IMAGE)) {
            String name =
                city.getFileName() + "/" + file.substring(0, file.length() - IMAGE.length());
            samples.add(new Sample(name, image, Optional.of(labels.resolve(name + LABEL_IDS))));
          }
        }
      }
    }
    return Folders.sorted(samples, images, "CITY/*" + IMAGE);
  }

  @Override
  public LabelMap label(Sample sample, ClassSet classes) {
    Path labelIds = sample.label().orElseThrow();
    if (Files.exists(labelIds)) {
      return LabelFiles.read(sample, labelIds, LabelEncoding.CITYSCAPES, classes);
    }
    String file = labelIds.getFileName().toString().replace(LABEL_IDS, TRAIN_IDS);
    Path trainIds = labelIds.resolveSibling(file);
    if (!Files.exists(trainIds)) {
      throw new InvalidInputException(
          "image %s needs label %s or %s, neither exists"
              .formatted(sample.image(), labelIds, trainIds.getFileName()));
    }
    return LabelFiles.read(sample, trainIds, LabelEncoding.TRAIN_IDS, classes);
  }
}
