package org.sourcefree.data;

import java.util.List;
import java.util.stream.Collectors;
import org.sourcefree.InvalidInputException;
import org.sourcefree.image.ImageFiles;
import org.sourcefree.image.ImageSize;
import org.sourcefree.image.LabelMap;

/** Reads label files. */
final class LabelFiles {
  private LabelFiles() {}

  /**
   * The first of the files that exists.
   *
   * @param places in order of preference
   * @throws InvalidInputException if none does
   */
  static LabelFile existing(Sample sample, List<LabelFile> places) {
    return places.stream()
        .filter(LabelFile::exists)
        .findFirst()
        .orElseThrow(() -> missing(sample, places));
  }

  /** Reads a label as train ids and compares its size with the image's header. */
  static LabelMap read(Sample sample, LabelFile file, ClassSet classes) {
    LabelMap ids = file.ids();
    requireSameSize(sample, ImageFiles.readSize(sample.image()), "label " + file.path(), ids);
    return file.values().toTrainIds(ids, classes, file.path());
  }

  /**
   * Fails unless the labels are of the image's size.
   *
   * @param sample whose image file is named
   * @param image the image's size
   * @param words what the labels are, the subject of the error's sentence
   */
  static void requireSameSize(Sample sample, ImageSize image, String words, LabelMap labels) {
    if (!labels.size().equals(image)) {
      throw new InvalidInputException(
          "%s must be of the size of image %s, %s, got %s"
              .formatted(words, sample.image(), image, labels.size()));
    }
  }

  private static InvalidInputException missing(Sample sample, List<LabelFile> places) {
    if (places.isEmpty()) {
      return new InvalidInputException(
          "image %s has no label: its dataset holds images only".formatted(sample.image()));
    }
    String paths =
        places.stream().map(place -> place.path().toString()).collect(Collectors.joining(" or "));
    return new InvalidInputException(
        "image %s needs label %s, which does not exist".formatted(sample.image(), paths));
  }
}
