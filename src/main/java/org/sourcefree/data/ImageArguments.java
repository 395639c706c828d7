package org.sourcefree.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sourcefree.InvalidInputException;
import org.sourcefree.data.paths.Glob;
import org.sourcefree.files.FileNames;

/**
 * Image files that a command line names: files, folders (every PNG and JPEG file at any depth) and
 * patterns, see {@link Glob}. Hidden files are left out of folders and patterns.
 */
public final class ImageArguments {
  private static final Set<String> EXTENSIONS = Set.of("png", "jpg", "jpeg");

  private final Path excluded;
  private final Map<Path, Path> places = new LinkedHashMap<>();

  private ImageArguments(Path excluded) {
    this.excluded = real(excluded);
  }

  /**
   * Finds the files, each once. A sample's name is its path below the folder that was named, or
   * below the common folder of files named one by one, without its extension where that is still
   * one image's name.
   *
   * @param excluded a folder in which nothing is looked for, such as the one that results go to
   * @throws InvalidInputException if an argument names nothing, or two images have one name
   */
  public static List<Sample> find(List<String> arguments, Path excluded) {
    ImageArguments found = new ImageArguments(excluded);
    List<Path> single = new ArrayList<>();
    for (String argument : arguments) {
      Path path = FileNames.path(argument);
      if (Files.isDirectory(path)) {
        found.addFolder(path);
      } else if (Files.exists(path) || !Glob.isGlob(argument)) {
        single.add(path);
      } else {
        found.addMatches(argument);
      }
    }
    found.addFiles(single);
    return found.samples();
  }

  private void addFolder(Path folder) {
    List<Path> images = FolderListing.walk(folder).stream().filter(this::isImage).sorted().toList();
    if (images.isEmpty()) {
      throw new InvalidInputException(
          "folder %s must hold images *.png, *.jpg or *.jpeg, got none".formatted(folder));
    }
    addInside(images, folder);
  }

  private void addMatches(String pattern) {
    Glob glob = glob(pattern);
    String fixed = glob.folder();
    Path folder = FileNames.path(fixed.isEmpty() && pattern.startsWith("/") ? "/" : fixed);
    List<Path> matches =
        Files.isDirectory(folder)
            ? FolderListing.walk(folder).stream()
                .filter(file -> glob.matches(slashed(file)) && isImage(file))
                .sorted()
                .toList()
            : List.of();
    if (matches.isEmpty()) {
      throw new InvalidInputException(
          "%s must match images *.png, *.jpg or *.jpeg, matches none".formatted(pattern));
    }
    addInside(matches, folder);
  }

  private static Glob glob(String pattern) {
    try {
      return new Glob(pattern, "the pattern");
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(String.valueOf(e.getMessage()), e);
    }
  }

  private void addFiles(List<Path> files) {
    if (!files.isEmpty()) {
      Path common = parent(files.get(0));
      for (Path file : files) {
        while (!real(file).startsWith(common)) {
          common = parent(common);
        }
      }
      for (Path file : files) {
        add(file, common);
      }
    }
  }

  /** What is found in a folder must lie in it, links included. */
  private void addInside(List<Path> images, Path folder) {
    Links links = new Links(folder);
    for (Path image : images) {
      links.requireInside(image);
      add(image, folder);
    }
  }

  private void add(Path image, Path below) {
    FileNames.requireReadable(image);
    places.putIfAbsent(image, real(below).relativize(real(image)));
  }

  private boolean isImage(Path path) {
    String name = String.valueOf(path.getFileName());
    int dot = name.lastIndexOf('.');
    return dot > 0
        && EXTENSIONS.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT))
        && Files.isRegularFile(path)
        && !real(path).startsWith(excluded);
  }

  private List<Sample> samples() {
    Map<String, Integer> stems = new LinkedHashMap<>();
    places.values().forEach(place -> stems.merge(stem(place), 1, Integer::sum));
    Map<String, Path> byName = new LinkedHashMap<>();
    List<Sample> samples = new ArrayList<>();
    places.forEach(
        (image, place) -> {
          String stem = stem(place);
          String name = stems.getOrDefault(stem, 0) == 1 ? stem : slashed(place);
          Path other = byName.putIfAbsent(name, image);
          if (other != null) {
            throw new InvalidInputException(
                "%s and %s would both be called %s; name the folder around both"
                    .formatted(other, image, name));
          }
          samples.add(new Sample(name, image, Optional.empty()));
        });
    return samples;
  }

  private static String stem(Path place) {
    String path = slashed(place);
    int dot = path.lastIndexOf('.');
    return dot > path.lastIndexOf('/') + 1 ? path.substring(0, dot) : path;
  }

  private static String slashed(Path place) {
    return place.toString().replace('\\', '/');
  }

  private static Path real(Path path) {
    return path.toAbsolutePath().normalize();
  }

  private static Path parent(Path path) {
    Path parent = real(path).getParent();
    return parent == null ? real(path) : parent;
  }
}
