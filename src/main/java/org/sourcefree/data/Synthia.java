package org.sourcefree.data;

import java.nio.file.Path;
import java.util.List;

/**
 * The layout of SYNTHIA-RAND-CITYSCAPES: RGB/X.png and GT/LABELS/X.png, a 16-bit RGB image whose
 * first channel is the class id and whose second tells instances apart.
 *
 * @param root the folder that holds RGB and GT
 */
public record Synthia(Path root) implements Dataset {

  @Override
  public List<Sample> samples() {
    return FolderListing.pairs(
        FolderListing.require(root, "RGB"), root.resolve("GT").resolve("LABELS"));
  }

  @Override
  public List<LabelFile> labelFiles(Sample sample) {
    return List.of(new LabelFile(sample.label().orElseThrow(), LabelEncoding.SYNTHIA));
  }
}
