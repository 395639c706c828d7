package org.sourcefree.pseudolabel;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.sourcefree.data.Labels;
import org.sourcefree.data.Sample;
import org.sourcefree.image.ImageFiles;
import org.sourcefree.image.LabelMap;

/**
 * The labels that lie in a folder, as a pass wrote them.
 *
 * @param rare train ids of classes that were rare among the pass's predictions
 */
public record StoredLabels(Path folder, List<Integer> rare) implements Labels {

  /** Copies the list. */
  public StoredLabels {
    rare = List.copyOf(rare);
  }

  /** Labels of which no class is rare. */
  public StoredLabels(Path folder) {
    this(folder, List.of());
  }

  @Override
  public Optional<LabelMap> of(Sample sample) {
    return Optional.of(ImageFiles.readIds(LabellingPass.file(folder, sample)));
  }
}
