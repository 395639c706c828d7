package org.sourcefree.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.sourcefree.data.view.LabeledImage;
import org.sourcefree.image.ImageFiles;
import org.sourcefree.image.LabelMap;

/**
 * Images on disk, and labels for those that have them. Listing never looks at a label file, so that
 * adaptation runs where there is none. Configs name the records listed here; a program adds its own
 * as {@link Own}.
 */
public sealed interface Dataset
    permits Cityscapes,
        Gta5,
        Synthia,
        ImageFolder,
        ImageGlobs,
        ImageLists,
        StreetScenes,
        RankedPart,
        Dataset.Own {

  /**
   * A dataset that a program defines; no config file names it. A record, as the resolved config of
   * a run shows its components.
   */
  non-sealed interface Own extends Dataset {}

  /**
   * Lists the images, sorted by name.
   *
   * @throws org.sourcefree.InvalidInputException if a folder is absent or holds no image
   */
  List<Sample> samples();

  /** Whether the images can be listed; those of a part are known only in a run. */
  default boolean isListed() {
    return true;
  }

  /**
   * Where a sample's label may lie, the first that exists counting; none where the dataset has no
   * labels. Looks at no file.
   */
  List<LabelFile> labelFiles(Sample sample);

  /** What a config says of the labels' values; empty where the layout says it. */
  default Optional<OwnLabels> labelValues() {
    return Optional.empty();
  }

  /** Files that look like labels but are no image's, where the layout can tell. */
  default List<Path> unusedLabels() {
    return List.of();
  }

  /**
   * Reads a label as train ids of the class set.
   *
   * @throws org.sourcefree.InvalidInputException if there is no label, it cannot be read, holds an
   *     unknown id or differs from its image in size
   */
  default LabelMap label(Sample sample, ClassSet classes) {
    return LabelFiles.read(sample, LabelFiles.existing(sample, labelFiles(sample)), classes);
  }

  /** Reads an image and its label; fails as {@link #label} does. */
  default LabeledImage load(Sample sample, ClassSet classes) {
    LabelMap labels = label(sample, classes);
    return new LabeledImage(ImageFiles.readRgb(sample.image()), labels);
  }
}
