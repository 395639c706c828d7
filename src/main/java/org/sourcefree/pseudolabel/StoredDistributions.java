package org.sourcefree.pseudolabel;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sourcefree.config.Json;
import org.sourcefree.data.Sample;
import org.sourcefree.data.crop.ViewPlace;
import org.sourcefree.image.LabelMap;

/**
 * Distributions over the classes that stand for a round's labels: they follow from the network's
 * logits, which lie beside the labels, whenever they are read. Safe for use by several threads.
 */
public final class StoredDistributions {
  private static final String INDEX = "soft_labels.json";
  private static final String LOGITS = "logits.bin";

  private final Path file;
  private final SoftLabels soft;
  private final float[] logThresholds;
  private final Map<String, StoredLogits.Entry> images = new HashMap<>();

  /**
   * What is said of them in a folder of labels.
   *
   * @param soft α
   * @param logThresholds log λ of every class
   * @param images names, in the order of their logits
   * @param logits where those of every image are
   */
  record Index(
      double soft,
      List<Double> logThresholds,
      List<String> images,
      List<StoredLogits.Entry> logits) {}

  private StoredDistributions(Path folder, Index index) {
    file = folder.resolve(LOGITS);
    soft = new SoftLabels(index.soft());
    logThresholds = new float[index.logThresholds().size()];
    for (int c = 0; c < logThresholds.length; c++) {
      logThresholds[c] = index.logThresholds().get(c).floatValue();
    }
    for (int i = 0; i < index.images().size(); i++) {
      images.put(index.images().get(i), index.logits().get(i));
    }
  }

  /** Logits that stay in a folder of labels. */
  static StoredLogits kept(Path folder) {
    return StoredLogits.kept(folder.resolve(LOGITS));
  }

  /** Notes what they follow from beside the {@link #kept} logits. */
  static void write(
      Path folder,
      SoftLabels soft,
      Thresholds thresholds,
      List<Sample> samples,
      StoredLogits logits) {
    List<Double> logThresholds = new ArrayList<>();
    thresholds.ofClasses().forEach(each -> logThresholds.add((double) each));
    List<String> names = samples.stream().map(Sample::name).toList();
    Json.write(
        folder.resolve(INDEX), new Index(soft.alpha(), logThresholds, names, logits.entries()));
  }

  /** Those of a folder of labels; fails where it has none. */
  static StoredDistributions read(Path folder) {
    return new StoredDistributions(folder, Json.read(folder.resolve(INDEX), Index.class));
  }

  /** As {@link org.sourcefree.data.Labels#distributions} has them. */
  float[] of(Sample sample, ViewPlace place, LabelMap seen) {
    StoredLogits.Entry image = images.get(sample.name());
    if (image == null) {
      throw new IllegalStateException("no logits were kept of image " + sample.name());
    }
    try (StoredLogits logits = new StoredLogits(file, List.of(image))) {
      return soft.of(logits.maps(0), logThresholds, place, seen);
    }
  }
}
