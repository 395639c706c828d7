package org.sourcefree.ranking;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.sourcefree.data.ClassSet;
import org.sourcefree.data.Dataset;
import org.sourcefree.data.LabelFile;
import org.sourcefree.data.Sample;
import org.sourcefree.image.LabelMap;
import org.sourcefree.pseudolabel.StoredLabels;

/**
 * Some of a target's images, without the label files that they may have.
 *
 * @param samples sorted by name
 * @param labels the folder of labels that a model gave them, train ids; none if empty
 */
public record TargetPart(List<Sample> samples, Optional<Path> labels) implements Dataset.Own {

  /** Forgets where label files lie. */
  public TargetPart {
    samples =
        samples.stream()
            .map(sample -> new Sample(sample.name(), sample.image(), Optional.empty()))
            .toList();
  }

  @Override
  public List<LabelFile> labelFiles(Sample sample) {
    return List.of();
  }

  @Override
  public LabelMap label(Sample sample, ClassSet classes) {
    return labels
        .flatMap(folder -> new StoredLabels(folder).of(sample))
        .orElseGet(() -> Dataset.Own.super.label(sample, classes));
  }
}
