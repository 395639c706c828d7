package org.sourcefree.data;

import java.nio.file.Path;
import java.util.List;
import org.sourcefree.image.ImageFiles;
import org.sourcefree.image.LabelMap;

/**
 * The layout of SYNTHIA-RAND-CITYSCAPES: RGB/X.png and GT/LABELS/X.png, a 16-bit RGB image whose
 * first channel is the class id and whose second tells instances apart.
 *
 * @param root the folder that holds RGB and GT
 */
public record Synthia(Path root) implements Dataset {

  @Override
  public List<Sample> samples() {
    return Folders.pairs(Folders.require(root, "RGB"), root.resolve("GT").resolve("LABELS"));
  }

  @Override
  public LabelMap label(Sample sample, ClassSet classes) {
    Path file = LabelFiles.require(sample);
    LabelMap ids = ImageFiles.readFirstChannel(file);
    return LabelFiles.translate(sample, file, ids, LabelEncoding.SYNTHIA, classes);
  }
}
