package org.sourcefree.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sourcefree.data.paths.Glob;

/**
 * Images and labels of one's own, found by patterns such as {@code photos/*.{jpg,png}} and {@code
 * masks/*.png}. {@link Glob} says what a pattern may hold. The path of an image's label is the
 * label pattern, each wildcard replaced by what the same wildcard of the image pattern matched.
 * Hidden files and folders are skipped.
 *
 * @param root the folder that both patterns start from
 * @param images PNGs and JPEGs
 * @param labels PNGs; the same wildcards in the same order, and of the braces the same or none
 * @param labelValues what labels hold; given if, and only if, there are labels
 */
public record ImageGlobs(
    Path root, String images, Optional<String> labels, Optional<OwnLabels> labelValues)
    implements Dataset {

  /** Checks the patterns. */
  public ImageGlobs {
    Glob pattern = Glob.below(images, "images");
    if (labels.isPresent() && !Glob.below(labels.get(), "labels").takesFrom(pattern)) {
      throw new IllegalArgumentException(
          "labels must have the wildcards of images (%s) in the same order, and of its braces the same or none, got %s"
              .formatted(images, labels.get()));
    }
    OwnData.requireBoth(labels.isPresent(), labelValues.isPresent());
  }

  @Override
  public List<Sample> samples() {
    Glob pattern = Glob.below(images, "images");
    Optional<Glob> labelPattern = labelPattern();
    List<Sample> samples = new ArrayList<>();
    for (Path image : FolderListing.walk(FolderListing.require(root, pattern.folder()))) {
      String path = FolderListing.relative(root, image);
      Optional<List<String>> fillings = pattern.gapsOf(path);
      if (fillings.isPresent()) {
        Optional<Path> label =
            labelPattern.map(labels -> root.resolve(labels.filled(pattern, fillings.get())));
        samples.add(new Sample(OwnData.sampleName(path), image, label));
      }
    }
    return FolderListing.requireInside(FolderListing.sorted(samples, root, images), root, root);
  }

  @Override
  public List<LabelFile> labelFiles(Sample sample) {
    return OwnData.labelFiles(sample, labelValues);
  }

  @Override
  public List<Path> unusedLabels() {
    Optional<Glob> pattern = labelPattern();
    Path folder = root.resolve(pattern.map(Glob::folder).orElse(""));
    if (pattern.isEmpty() || !Files.isDirectory(folder)) {
      return List.of();
    }
    Set<Path> used = new HashSet<>();
    samples().forEach(sample -> sample.label().ifPresent(used::add));
    return FolderListing.walk(folder).stream()
        .filter(file -> pattern.get().matches(FolderListing.relative(root, file)))
        .filter(file -> !used.contains(file))
        .sorted()
        .toList();
  }

  private Optional<Glob> labelPattern() {
    return labels.map(text -> Glob.below(text, "labels"));
  }
}
