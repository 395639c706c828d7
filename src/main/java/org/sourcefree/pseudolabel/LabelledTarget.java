package org.sourcefree.pseudolabel;

import java.util.List;
import org.sourcefree.data.Labels;
import org.sourcefree.data.Sample;
import org.sourcefree.image.LabelMap;

/**
 * What a labelling pass found. The logits are closed with it, a scratch file of them deleted. Safe
 * for use by several threads until then.
 */
public final class LabelledTarget implements AutoCloseable {
  private final List<Sample> samples;
  private final StoredLogits logits;
  private final Labels labels;
  private final List<ClassSelection> selected;

  LabelledTarget(
      List<Sample> samples, StoredLogits logits, Labels labels, List<ClassSelection> selected) {
    this.samples = List.copyOf(samples);
    this.logits = logits;
    this.labels = labels;
    this.selected = List.copyOf(selected);
  }

  /** What was selected of each class. */
  public List<ClassSelection> selected() {
    return selected;
  }

  /** How many images there are. */
  public int size() {
    return samples.size();
  }

  /** What the network gave for the i-th image, its first view where there are several. */
  public LogitMap logits(int i) {
    return logits.maps(i).get(0);
  }

  /** The i-th image's pseudo labels, of its own size. */
  public LabelMap labels(int i) {
    return labels.of(samples.get(i)).orElseThrow();
  }

  @Override
  public void close() {
    logits.close();
  }
}
