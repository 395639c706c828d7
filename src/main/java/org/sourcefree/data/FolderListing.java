package org.sourcefree.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.sourcefree.InvalidInputException;
import org.sourcefree.files.Durable;
import org.sourcefree.files.FileNames;

/** Lists folders of images; hidden files are skipped. */
final class FolderListing {
  private static final String PNG = ".png";

  private FolderListing() {}

  /** The folder below the root, where each folder on the way must exist. */
  static Path require(Path root, String... below) {
    requireFolder(root);
    Path folder = root;
    for (String name : below) {
      folder = folder.resolve(name);
      requireFolder(folder);
    }
    return folder;
  }

  /** A file's path below a folder, with slashes. */
  static String relative(Path folder, Path file) {
    List<String> parts = new ArrayList<>();
    folder.relativize(file).forEach(part -> parts.add(part.toString()));
    return String.join("/", parts);
  }

  /** What lies directly in the folder. */
  static List<Path> list(Path folder) {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths.filter(path -> isVisible(folder, path)).toList();
    } catch (IOException | UncheckedIOException e) {
      throw unlisted(folder, e);
    }
  }

  /** Every file at any depth below the folder; a link to a folder outside of it is refused. */
  static List<Path> walk(Path folder) {
    try {
      Links links = new Links(folder);
      List<Path> files = new ArrayList<>();
      Files.walkFileTree(
          folder,
          EnumSet.of(FileVisitOption.FOLLOW_LINKS),
          Integer.MAX_VALUE,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
              if (!isVisible(folder, path)) {
                return FileVisitResult.SKIP_SUBTREE;
              }
              links.requireInside(path);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
              if (isVisible(folder, path)) {
                files.add(path);
              }
              return FileVisitResult.CONTINUE;
            }
          });
      return files;
    } catch (IOException | UncheckedIOException e) {
      throw unlisted(folder, e);
    }
  }

  /** Checks that no image and no label is elsewhere by way of a symbolic link. */
  static List<Sample> requireInside(List<Sample> samples, Path images, Path labels) {
    Links imageLinks = new Links(images);
    Links labelLinks = new Links(labels);
    for (Sample sample : samples) {
      imageLinks.requireInside(sample.image());
      sample.label().ifPresent(labelLinks::requireInside);
    }
    return samples;
  }

  /** Every PNG file of a folder, each with the label file of its name, whether there or not. */
  static List<Sample> pairs(Path images, Path labels) {
    List<Sample> samples = new ArrayList<>();
    for (Path image : list(images)) {
      String file = image.getFileName().toString();
      if (file.toLowerCase(Locale.ROOT).endsWith(PNG)) {
        String name = file.substring(0, file.length() - PNG.length());
        samples.add(new Sample(name, image, Optional.of(labels.resolve(file))));
      }
    }
    return requireInside(sorted(samples, images, "*" + PNG), images, labels);
  }

  /**
   * Sorts the samples by name.
   *
   * @param folder where they were looked for
   * @param pattern which files were looked for
   * @throws InvalidInputException if there is none or two share a name
   */
  static List<Sample> sorted(List<Sample> samples, Path folder, String pattern) {
    if (samples.isEmpty()) {
      throw new InvalidInputException(
          "folder %s must hold images %s, got none".formatted(folder, pattern));
    }
    samples.forEach(sample -> FileNames.requireReadable(sample.image()));
    List<Sample> sorted =
        samples.stream()
            .sorted(Comparator.comparing(Sample::name).thenComparing(Sample::image))
            .toList();
    for (int i = 1; i < sorted.size(); i++) {
      if (sorted.get(i).name().equals(sorted.get(i - 1).name())) {
        throw new InvalidInputException(
            "images %s and %s must differ in more than their extension"
                .formatted(sorted.get(i - 1).image(), sorted.get(i).image()));
      }
    }
    return sorted;
  }

  private static void requireFolder(Path folder) {
    if (!Files.exists(folder)) {
      throw new InvalidInputException(
          "folder %s does not exist%s".formatted(folder, FileNames.from(folder)));
    }
    if (!Files.isDirectory(folder)) {
      throw new InvalidInputException("%s must be a folder".formatted(folder));
    }
  }

  private static boolean isVisible(Path folder, Path path) {
    for (Path part : folder.relativize(path)) {
      if (part.toString().startsWith(".")) {
        return false;
      }
    }
    return true;
  }

  private static InvalidInputException unlisted(Path folder, Exception reason) {
    Exception cause = reason instanceof UncheckedIOException disk ? disk.getCause() : reason;
    String words = cause instanceof IOException disk ? Durable.reason(disk) : "no reason is given";
    return new InvalidInputException(
        "folder %s cannot be listed: %s".formatted(folder, words), reason);
  }
}
