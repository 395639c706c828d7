package org.sourcefree.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sourcefree.InvalidInputException;
import org.sourcefree.PlainText;
import org.sourcefree.Progress;
import org.sourcefree.data.Dataset;
import org.sourcefree.data.LabelFile;
import org.sourcefree.data.Prefetcher;
import org.sourcefree.data.Sample;
import org.sourcefree.files.Durable;
import org.sourcefree.image.ImageFiles;

/**
 * The image files that a run trains on, by the SHA-256 of all their bytes: noted when it starts, in
 * images.sha256, a hash and a name a line, and compared when it is resumed and when a round begins.
 */
public final class ImageSums {
  private static final String BETWEEN = "  ";

  private final Path noted;
  private final Progress progress;
  private boolean settled;
  private final Map<String, Path> files = new LinkedHashMap<>();

  /** No images of a run yet. */
  public ImageSums(RunFolder folder, Progress progress) {
    this.noted = new RunFiles(folder.path()).images();
    this.progress = progress;
  }

  /**
   * Adds images; nothing is read yet.
   *
   * @param prefix of their names
   * @param images of the dataset
   * @param labelled whether training reads their labels, which then count as they do
   */
  public void add(String prefix, Dataset dataset, List<Sample> images, boolean labelled) {
    for (Sample sample : images) {
      String name = PlainText.line(prefix + sample.name());
      files.put(name, sample.image());
      if (labelled) {
        dataset.labelFiles(sample).stream()
            .filter(LabelFile::exists)
            .findFirst()
            .ifPresent(label -> files.put(name + " (label)", label.path()));
      }
    }
  }

  /**
   * Notes the files of a run that starts, or compares those of one that is resumed; a run of an
   * earlier version, which noted none, notes them now.
   *
   * @throws InvalidInputException if a file is not what the run began with, or cannot be read
   */
  public void settle(boolean resumed) {
    settled = true;
    if (resumed && Files.exists(noted)) {
      compare("put the images back, or start a run in another folder");
      return;
    }
    StringBuilder lines = new StringBuilder();
    hashed("noting images").forEach((name, hash) -> lines.append(line(name, hash)).append('\n'));
    try {
      Durable.write(noted, Provenance.bytes(lines.toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Compares the files with what was noted, unless that was just done.
   *
   * @throws InvalidInputException if a file is not what the run began with, or cannot be read
   */
  public void beginRound() {
    if (!settled) {
      compare("the round before may have read it, so put the images back and start anew");
    }
    settled = false;
  }

  private void compare(String advice) {
    List<String> began = RunFiles.text(noted).lines().toList();
    Set<String> names = new HashSet<>(files.keySet());
    for (String line : began) {
      String name = line.substring(Math.min(line.length(), line.indexOf(BETWEEN) + 2));
      if (!names.remove(name)) {
        throw changed("image %s, with which the run began, is missing".formatted(name), advice);
      }
    }
    names.forEach(
        name -> {
          throw changed(
              "image %s was not there when the run began".formatted(files.get(name)), advice);
        });
    Set<String> known = new HashSet<>(began);
    hashed("comparing images")
        .forEach(
            (name, hash) -> {
              if (!known.contains(line(name, hash))) {
                throw changed(
                    "image %s is another than the run began with".formatted(files.get(name)),
                    advice);
              }
            });
  }

  /** The SHA-256 of what was noted, hexadecimal. */
  public String sum() {
    return Provenance.sha256(RunFiles.text(noted));
  }

  private Map<String, String> hashed(String task) {
    List<Map.Entry<String, Path>> all = new ArrayList<>(files.entrySet());
    Map<String, String> hashes = new LinkedHashMap<>();
    try (Progress.Task shown = progress.start(task, all.size(), 0);
        Prefetcher<String> sums =
            new Prefetcher<>(0, all.size(), i -> hash(all.get((int) i).getValue()))) {
      while (sums.hasNext()) {
        hashes.put(all.get(hashes.size()).getKey(), sums.next());
        shown.advance(hashes.size(), "");
      }
    }
    return hashes;
  }

  private static String hash(Path file) {
    MessageDigest digest = Provenance.digest();
    digest.update(ImageFiles.bytes(file));
    return Provenance.text(digest);
  }

  private static String line(String name, String hash) {
    return hash + BETWEEN + name;
  }

  private InvalidInputException changed(String found, String advice) {
    return new InvalidInputException("%s (%s); %s".formatted(found, noted, advice));
  }
}
