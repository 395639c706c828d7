package org.sourcefree.data;

import java.nio.file.Path;
import org.sourcefree.InvalidInputException;
import org.sourcefree.image.ImageFiles;
import org.sourcefree.image.ImageSize;
import org.sourcefree.image.LabelMap;

/** Reads label files. */
final class LabelFiles {
  private LabelFiles() {}

  /** Reads a label as train ids and compares its size with the image's header. */
  static LabelMap read(Sample sample, Path file, LabelEncoding encoding, ClassSet classes) {
    LabelMap ids = ImageFiles.readIds(file);
    requireSameSize(sample, "label " + file, ids);
    return encoding.toTrainIds(ids, classes, file);
  }

  /**
   * Fails unless the labels are of the size in the image's header.
   *
   * @param words what the labels are, the subject of the error's sentence
   */
  static void requireSameSize(Sample sample, String words, LabelMap labels) {
    ImageSize image = ImageFiles.readSize(sample.image());
    ImageSize label = new ImageSize(labels.width(), labels.height());
    if (!label.equals(image)) {
      throw new InvalidInputException(
          "%s must be of the size of image %s, %s, got %s"
              .formatted(words, sample.image(), image, label));
    }
  }
}
