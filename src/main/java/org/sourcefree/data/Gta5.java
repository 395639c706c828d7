package org.sourcefree.data;

import java.nio.file.Path;
import java.util.List;
import org.sourcefree.image.LabelMap;

/**
 * GTA5's layout: images/X.png and labels/X.png, whose palette index or grey value is the Cityscapes
 * label id.
 *
 * @param root the folder that holds images and labels
 */
public record Gta5(Path root) implements Dataset {

  @Override
  public List<Sample> samples() {
    return Folders.pairs(Folders.require(root, "images"), root.resolve("labels"));
  }

  @Override
  public LabelMap label(Sample sample, ClassSet classes) {
    return LabelFiles.read(sample, LabelFiles.require(sample), LabelEncoding.CITYSCAPES, classes);
  }
}
