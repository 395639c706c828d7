package org.sourcefree.init;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.sourcefree.InvalidInputException;
import org.sourcefree.data.Dataset;
import org.sourcefree.data.ImageFolder;
import org.sourcefree.data.ImageGlobs;
import org.sourcefree.data.Sample;
import org.sourcefree.data.paths.Glob;
import org.sourcefree.files.FileNames;
import org.sourcefree.image.ImageFiles;
import org.sourcefree.image.ImageSize;

/**
 * Images that a folder holds or a pattern names.
 *
 * @param place the pattern, or the folder
 * @param isFolder whether it is a folder, all images of which are meant
 * @param samples all of them, one at least
 */
record OwnImages(PlacedPattern place, boolean isFolder, Dataset dataset, List<Sample> samples) {
  private static final int MEASURED = 500;

  /**
   * Finds them.
   *
   * @param given a folder or a pattern
   * @param option that gave it, for messages
   * @throws InvalidInputException if there are none
   */
  static OwnImages find(String given, String option) {
    boolean isFolder = isFolder(given, option);
    try {
      PlacedPattern place = isFolder ? PlacedPattern.folder(given) : PlacedPattern.of(given);
      Dataset dataset =
          isFolder
              ? new ImageFolder(FileNames.path(given))
              : new ImageGlobs(place.root(), place.rest(), Optional.empty(), Optional.empty());
      return new OwnImages(place, isFolder, dataset, dataset.samples());
    } catch (IllegalArgumentException | InvalidInputException e) {
      throw new InvalidInputException(option + ": " + e.getMessage(), e);
    }
  }

  /**
   * Whether a folder is given, and not a pattern.
   *
   * @throws InvalidInputException if it is neither
   */
  static boolean isFolder(String given, String option) {
    boolean isFolder = Files.isDirectory(FileNames.path(given));
    if (!isFolder && !Glob.isGlob(given)) {
      String found = Files.exists(FileNames.path(given)) ? "the file" : "no such folder,";
      throw new InvalidInputException(
          "%s must be a folder or a quoted pattern such as 'my/images/**/*.png', got %s %s%s"
              .formatted(option, found, given, FileNames.from(FileNames.path(given))));
    }
    return isFolder;
  }

  /** The size that most of the images have, of up to 500 from all over. */
  ImageSize usualSize() {
    Map<ImageSize, Integer> sizes = new LinkedHashMap<>();
    int count = Math.min(MEASURED, samples.size());
    Optional<InvalidInputException> fault = Optional.empty();
    for (int i = 0; i < count; i++) {
      Path image = samples.get((int) ((long) i * samples.size() / count)).image();
      try {
        sizes.merge(ImageFiles.readSize(image), 1, Integer::sum);
      } catch (InvalidInputException e) {
        fault = Optional.of(e); // check names each; some others may do.
      }
    }
    return sizes.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElseThrow(fault::orElseThrow);
  }

  /**
   * The extensions of the images as a pattern has them, such as {@code jpg} or {@code {JPG,jpg}}.
   */
  String extensions() {
    TreeSet<String> extensions =
        samples.stream()
            .map(sample -> sample.image().toString())
            .map(file -> file.substring(file.lastIndexOf('.') + 1))
            .collect(Collectors.toCollection(TreeSet::new));
    return extensions.size() == 1 ? extensions.first() : "{" + String.join(",", extensions) + "}";
  }

  /** Whether some lie in folders below the one that was named. */
  boolean isDeep() {
    return samples.stream().anyMatch(sample -> sample.name().contains("/"));
  }
}
