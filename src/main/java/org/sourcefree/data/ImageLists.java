package org.sourcefree.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sourcefree.InvalidInputException;

/**
 * Images and labels of one's own, named in text files, one a line, relative to the root. The n-th
 * label belongs to the n-th image; blank lines do not count.
 *
 * @param root the folder that all names start from
 * @param images the list of PNGs and JPEGs
 * @param labels the list of PNGs, as long
 * @param labelValues what labels hold; given if, and only if, there are labels
 */
public record ImageLists(
    Path root, Path images, Optional<Path> labels, Optional<OwnLabels> labelValues)
    implements Dataset {

  /** Checks that labels come with their meaning. */
  public ImageLists {
    OwnData.requireBoth(labels.isPresent(), labelValues.isPresent());
  }

  @Override
  public List<Sample> samples() {
    Path folder = FolderListing.require(root);
    List<String> paths = ListFile.read(images);
    Optional<List<String>> labelPaths = labels.map(ListFile::read);
    if (labelPaths.isPresent() && labelPaths.get().size() != paths.size()) {
      throw new InvalidInputException(
          "lists must name as many labels as images, got %d in %s and %d in %s"
              .formatted(labelPaths.get().size(), labels.orElseThrow(), paths.size(), images));
    }
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < paths.size(); i++) {
      int place = i;
      Optional<Path> label = labelPaths.map(all -> folder.resolve(all.get(place)));
      String path = paths.get(i);
      samples.add(new Sample(OwnData.sampleName(path), folder.resolve(path), label));
    }
    return FolderListing.requireInside(
        FolderListing.sorted(samples, folder, "named in " + images), folder, folder);
  }

  @Override
  public List<LabelFile> labelFiles(Sample sample) {
    return OwnData.labelFiles(sample, labelValues);
  }
}
