package org.sourcefree.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Every PNG and JPEG image below a folder, at any depth, without labels. Hidden files and folders
 * are skipped. A sample's name is the image's relative path without its extension.
 *
 * @param root the folder
 */
public record ImageFolder(Path root) implements Dataset {
  private static final Set<String> EXTENSIONS = Set.of("png", "jpg", "jpeg");

  @Override
  public List<Sample> samples() {
    Path images = FolderListing.require(root);
    List<Sample> samples = new ArrayList<>();
    for (Path image : FolderListing.walk(images)) {
      String path = FolderListing.relative(images, image);
      int dot = path.lastIndexOf('.');
      if (dot >= 0 && EXTENSIONS.contains(path.substring(dot + 1).toLowerCase(Locale.ROOT))) {
        samples.add(new Sample(path.substring(0, dot), image, Optional.empty()));
      }
    }
    List<Sample> sorted = FolderListing.sorted(samples, images, "*.png, *.jpg or *.jpeg");
    return FolderListing.requireInside(sorted, images, images);
  }

  @Override
  public List<LabelFile> labelFiles(Sample sample) {
    return List.of();
  }
}
