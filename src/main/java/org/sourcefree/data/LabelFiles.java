package org.sourcefree.data;

import java.nio.file.Files;
import java.nio.file.Path;
import org.sourcefree.InvalidInputException;
import org.sourcefree.image.ImageFiles;
import org.sourcefree.image.ImageSize;
import org.sourcefree.image.LabelMap;

/** Reads label files. */
final class LabelFiles {
  private LabelFiles() {}

  /** The label file of a sample, which must be there. */
  static Path require(Sample sample) {
    Path label = sample.label().orElseThrow();
    if (!Files.exists(label)) {
      throw new InvalidInputException(
          "image %s needs label %s, which does not exist".formatted(sample.image(), label));
    }
    return label;
  }

  /** Reads a label as train ids and compares its size with the image's header. */
  static LabelMap read(Sample sample, Path file, LabelEncoding encoding, ClassSet classes) {
    return translate(sample, file, ImageFiles.readIds(file), encoding, classes);
  }

  /** Translates a label file's ids to train ids and compares its size with the image's header. */
  static LabelMap translate(
      Sample sample, Path file, LabelMap ids, LabelEncoding encoding, ClassSet classes) {
    requireSameSize(sample, ImageFiles.readSize(sample.image()), "label " + file, ids);
    return encoding.toTrainIds(ids, classes, file);
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
}
