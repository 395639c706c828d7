package org.sourcefree.init;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sourcefree.InvalidInputException;
import org.sourcefree.data.Dataset;
import org.sourcefree.data.ImageGlobs;
import org.sourcefree.data.ImageLists;
import org.sourcefree.data.LabelIds;
import org.sourcefree.data.OwnLabels;
import org.sourcefree.data.Sample;

/**
 * Images and the labels that belong to them by their paths.
 *
 * @param root the folder that both patterns start from
 * @param images pattern
 * @param labels pattern
 * @param labelled those that have a label, one at least
 * @param all how many images the pattern names
 */
record LabelledImages(Path root, String images, String labels, List<Sample> labelled, int all) {
  private static final OwnLabels ANY =
      new LabelIds(Map.of("any", List.of(0)), Optional.empty(), Optional.empty());

  /**
   * Finds the labels of images.
   *
   * @param given a pattern, or a folder whose PNGs are named as the images are
   * @throws InvalidInputException if the patterns do not fit or no image has a label
   */
  static LabelledImages find(OwnImages found, String given) {
    boolean isFolder = OwnImages.isFolder(given, "--labels");
    try {
      String names =
          found.isFolder() ? (found.isDeep() ? "**/*" : "*") : stem(found.place().rest());
      PlacedPattern labels =
          isFolder ? PlacedPattern.folder(given).with(names + ".png") : PlacedPattern.of(given);
      PlacedPattern images =
          found.isFolder()
              ? found.place().with((isDeep(labels) ? "**/*." : "*.") + found.extensions())
              : found.place();
      Path root = images.common(labels);
      return find(root, images.below(root), labels.below(root));
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException("--labels: " + e.getMessage(), e);
    }
  }

  private static LabelledImages find(Path root, String images, String labels) {
    List<Sample> samples =
        new ImageGlobs(root, images, Optional.of(labels), Optional.of(ANY)).samples();
    List<Sample> labelled =
        samples.stream()
            .filter(sample -> sample.label().filter(Files::isRegularFile).isPresent())
            .toList();
    if (labelled.isEmpty()) {
      Sample first = samples.get(0);
      throw new InvalidInputException(
          "--labels must name the label of at least one image, found none: that of %s would be %s"
              .formatted(first.image(), first.label().orElseThrow()));
    }
    return new LabelledImages(root, images, labels, labelled, samples.size());
  }

  private static boolean isDeep(PlacedPattern pattern) {
    return pattern.rest().contains("**/");
  }

  private static String stem(String pattern) {
    int dot = pattern.lastIndexOf('.');
    return dot > pattern.lastIndexOf('/') ? pattern.substring(0, dot) : pattern;
  }

  /** Whether some images have no label, so that those that do are listed by name. */
  boolean needsLists() {
    return labelled.size() < all;
  }

  /** The images with a label, below the root, one a line. */
  String imageList() {
    return lines(labelled.stream().map(Sample::image).toList());
  }

  /** Their labels, below the root, one a line. */
  String labelList() {
    return lines(labelled.stream().map(sample -> sample.label().orElseThrow()).toList());
  }

  private String lines(List<Path> files) {
    StringBuilder lines = new StringBuilder();
    for (Path file : files) {
      String below = root.toAbsolutePath().relativize(file.toAbsolutePath().normalize()).toString();
      lines.append(below.replace('\\', '/')).append('\n');
    }
    return lines.toString();
  }

  /**
   * The dataset of all that have labels.
   *
   * @param lists where the lists lie if they are needed
   */
  Dataset dataset(OwnLabels values, Lists lists) {
    return needsLists()
        ? new ImageLists(root, lists.images(), Optional.of(lists.labels()), Optional.of(values))
        : new ImageGlobs(root, images, Optional.of(labels), Optional.of(values));
  }

  /** Files that name images and labels, beside the config. */
  record Lists(Path images, Path labels) {
    static Lists beside(Path config) {
      String name = String.valueOf(config.getFileName()).replaceFirst("\\.ya?ml$", "");
      return new Lists(
          config.resolveSibling(name + "_images.txt"), config.resolveSibling(name + "_labels.txt"));
    }
  }
}
