package org.sourcefree.sourcedata;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sourcefree.config.Json;
import org.sourcefree.data.Sample;
import org.sourcefree.pseudolabel.StoredLabels;

/**
 * The source images that a round chose, as they are noted beside its pseudo labels.
 *
 * @param images names, in the source's order
 * @param scores how unlike the target each is laid out, in nats; empty where that did not matter
 */
record SourceChoice(List<String> images, Optional<List<Double>> scores) {
  private static final String FILE = "source_images.json";
  private static final String LABELS = "source_labels";

  /** Copies the lists. */
  SourceChoice {
    images = List.copyOf(images);
    scores = scores.map(List::copyOf);
  }

  static SourceChoice read(Path folder) {
    return Json.read(folder.resolve(FILE), SourceChoice.class);
  }

  void write(Path folder) {
    Json.write(folder.resolve(FILE), this);
  }

  /** Where the labels that were kept lie. */
  static StoredLabels labels(Path folder) {
    return new StoredLabels(folder.resolve(LABELS));
  }

  /** The chosen ones of all source images. */
  List<Sample> of(List<Sample> source) {
    Set<String> chosen = new HashSet<>(images);
    return source.stream().filter(sample -> chosen.contains(sample.name())).toList();
  }
}
