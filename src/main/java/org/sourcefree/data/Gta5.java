package org.sourcefree.data;

import java.nio.file.Path;
import java.util.List;

/**
 * GTA5's layout: images/X.png and labels/X.png, whose palette index or grey value is the Cityscapes
 * label id.
 *
 * @param root the folder that holds images and labels
 */
public record Gta5(Path root) implements Dataset {

  @Override
  public List<Sample> samples() {
    return FolderListing.pairs(FolderListing.require(root, "images"), root.resolve("labels"));
  }

  @Override
  public List<LabelFile> labelFiles(Sample sample) {
    return List.of(new LabelFile(sample.label().orElseThrow(), LabelEncoding.GTA5));
  }
}
