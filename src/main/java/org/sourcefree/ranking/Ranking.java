package org.sourcefree.ranking;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sourcefree.InvalidInputException;
import org.sourcefree.Progress;
import org.sourcefree.config.Json;
import org.sourcefree.data.ClassSet;
import org.sourcefree.data.Prefetcher;
import org.sourcefree.data.RankedPart;
import org.sourcefree.data.Sample;
import org.sourcefree.data.ViewReader;
import org.sourcefree.files.Checksums;
import org.sourcefree.files.Folders;
import org.sourcefree.files.Fresh;
import org.sourcefree.image.ImageFiles;
import org.sourcefree.image.ImageSize;
import org.sourcefree.image.LabelMap;
import org.sourcefree.image.Resize;
import org.sourcefree.image.RgbImage;
import org.sourcefree.model.ModelSession;
import org.sourcefree.pseudolabel.StoredLabels;
import org.sourcefree.ranking.RankedImages.Ranked;

/**
 * Ranks a target's images once and labels the easy ones: ranking.json, labels/NAME.png (8 bits, of
 * each image's size) and SHA256SUMS in a folder that is there whole or not at all. Labels are the
 * most probable classes at the view's size, as IntraDA's code has them, resized nearest to the
 * image's own.
 *
 * @param views what the model sees of each image
 */
public record Ranking(RankedPart settings, ViewReader views, Progress progress) {
  private static final String IMAGES = "ranking.json";
  private static final String LABELS = "labels";
  private static final String SUMS = "SHA256SUMS";

  /**
   * A target in two parts.
   *
   * @param easy with the model's labels
   * @param hard without labels
   */
  public record Parts(TargetPart easy, TargetPart hard) {}

  /** Gives the model that ranks, which the ranking closes. */
  @FunctionalInterface
  public interface Opening {
    /** Opens the model. */
    ModelSession open();
  }

  /**
   * The parts of a target by the ranking in a folder, which is made unless it is there intact.
   *
   * @param samples the target's images
   * @param classes that the labels must be of
   * @param model opened only where the ranking is to be made
   * @throws InvalidInputException if the model has other classes
   */
  public Parts of(List<Sample> samples, ClassSet classes, Opening model, Path folder) {
    if (Checksums.difference(folder.resolve(SUMS), folder).isPresent()) {
      try (ModelSession opened = model.open()) {
        requireClasses(opened.model().classes(), classes);
        make(samples, opened, folder);
      }
    }
    RankedImages ranked = Json.read(folder.resolve(IMAGES), RankedImages.class);
    return new Parts(
        new TargetPart(ranked.easy(samples), Optional.of(folder.resolve(LABELS))),
        new TargetPart(ranked.hard(samples), Optional.empty()));
  }

  private void requireClasses(ClassSet own, ClassSet classes) {
    if (!own.names().equals(classes.names())) {
      throw new InvalidInputException(
          "the model that ranks must have the adapted one's classes %s, got %s (%s)"
              .formatted(classes.names(), own.names(), settings.model()));
    }
    if (normalises() && SelfInformation.rare(classes).isEmpty()) {
      throw new InvalidInputException(
          "class_normaliser needs a rare class of Cityscapes such as wall, got " + classes.names());
    }
  }

  private boolean normalises() {
    return settings.classNormaliser().orElse(false);
  }

  private void make(List<Sample> samples, ModelSession model, Path folder) {
    Path partial = Fresh.beside(folder, ".partial");
    Folders.delete(partial);
    Path labels = partial.resolve(LABELS);
    Folders.create(labels);
    RankedImages ranked =
        RankedImages.of(scored(samples, model, new StoredLabels(labels)), settings.proportion());
    try {
      for (Sample hard : ranked.hard(samples)) {
        Files.delete(StoredLabels.file(labels, hard));
      }
      Json.write(partial.resolve(IMAGES), ranked);
      Checksums.write(partial.resolve(SUMS), Checksums.files(partial, ""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Folders.move(partial, folder);
  }

  private List<Ranked> scored(List<Sample> samples, ModelSession model, StoredLabels labels) {
    SelfInformation information = new SelfInformation(model);
    List<Ranked> scored = new ArrayList<>();
    try (Progress.Task task = progress.start("ranking", samples.size(), 0);
        Prefetcher<RgbImage> ahead =
            new Prefetcher<>(0, samples.size(), i -> views.read(samples.get((int) i)))) {
      while (ahead.hasNext()) {
        Sample sample = samples.get(scored.size());
        SelfInformation.Seen seen = information.of(ahead.next());
        double factor =
            normalises() ? SelfInformation.normaliser(model.model().classes(), seen.labels()) : 1;
        scored.add(new Ranked(sample.name(), seen.mean(), factor * seen.mean()));
        labels.write(sample, ofOwnSize(sample, seen.labels()));
        task.advance(scored.size(), "");
      }
    }
    return scored;
  }

  private static LabelMap ofOwnSize(Sample sample, LabelMap labels) {
    ImageSize size = ImageFiles.readSize(sample.image());
    return Resize.nearest(labels, size.width(), size.height());
  }
}
