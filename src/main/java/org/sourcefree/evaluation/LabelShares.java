package org.sourcefree.evaluation;

import java.util.ArrayList;
import java.util.List;
import org.sourcefree.data.ClassSet;
import org.sourcefree.data.Dataset;
import org.sourcefree.data.Prefetcher;
import org.sourcefree.data.Sample;
import org.sourcefree.image.LabelMap;

/** How common each class is in a dataset's labels. */
public final class LabelShares {
  private static final int MOST_IMAGES = 500;

  private LabelShares() {}

  /**
   * Labelled pixels of each class, of all, [C], 0 to 1, in at most 500 images evenly spread over
   * the dataset; 0 for all where no pixel is labelled.
   *
   * @throws org.sourcefree.InvalidInputException if a label cannot be used
   */
  public static List<Double> of(Dataset dataset, ClassSet classes) {
    List<Sample> samples = dataset.samples();
    int count = Math.min(MOST_IMAGES, samples.size());
    long[] pixels = new long[classes.size()];
    long total = 0;
    try (Prefetcher<LabelMap> labels =
        new Prefetcher<>(
            0,
            count,
            i -> dataset.label(samples.get((int) (i * samples.size() / count)), classes))) {
      while (labels.hasNext()) {
        for (byte id : labels.next().ids()) {
          if ((id & 0xFF) < pixels.length) {
            pixels[id & 0xFF]++;
            total++;
          }
        }
      }
    }
    List<Double> shares = new ArrayList<>();
    for (long each : pixels) {
      shares.add(total == 0 ? 0 : (double) each / total);
    }
    return shares;
  }
}
