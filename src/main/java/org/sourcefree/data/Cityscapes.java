package org.sourcefree.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
    Path images = FolderListing.require(root, "leftImg8bit", split.folder());
    Path labels = root.resolve("gtFine").resolve(split.folder());
    List<Sample> samples = new ArrayList<>();
    for (Path city : FolderListing.list(images)) {
      if (Files.isDirectory(city)) {
        for (Path image : FolderListing.list(city)) {
          String file = image.getFileName().toString();
          if (file.endsWith(IMAGE)) {
            String name =
                city.getFileName() + "/" + file.substring(0, file.length() - IMAGE.length());
            samples.add(new Sample(name, image, Optional.of(labels.resolve(name + LABEL_IDS))));
          }
        }
      }
    }
    return FolderListing.requireInside(
        FolderListing.sorted(samples, images, "CITY/*" + IMAGE), images, labels);
  }

  @Override
  public List<LabelFile> labelFiles(Sample sample) {
    Path labelIds = sample.label().orElseThrow();
    String trainIds = labelIds.getFileName().toString().replace(LABEL_IDS, TRAIN_IDS);
    return List.of(
        new LabelFile(labelIds, LabelEncoding.CITYSCAPES),
        new LabelFile(labelIds.resolveSibling(trainIds), LabelEncoding.TRAIN_IDS));
  }
}
