package org.sourcefree.pseudolabel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.sourcefree.data.Labels;
import org.sourcefree.data.Sample;
import org.sourcefree.data.crop.ViewPlace;
import org.sourcefree.image.ImageFiles;
import org.sourcefree.image.LabelMap;
import org.sourcefree.image.PngWriter;

/**
 * Labels that lie in a folder as 8-bit PNGs of their images' sizes, train ids.
 *
 * @param rare train ids of classes that were rare among the pass's predictions
 * @param soft what stands for the labels, if anything does
 */
public record StoredLabels(Path folder, List<Integer> rare, Optional<StoredDistributions> soft)
    implements Labels {

  /** Copies the list. */
  public StoredLabels {
    rare = List.copyOf(rare);
  }

  /** Labels of which no class is rare. */
  public StoredLabels(Path folder) {
    this(folder, List.of(), Optional.empty());
  }

  /** The labels that a pass has left in a folder. */
  public static StoredLabels of(Path folder, List<Integer> rare, Selection selection) {
    return new StoredLabels(
        folder, rare, selection.distributions().map(each -> StoredDistributions.read(folder)));
  }

  @Override
  public Optional<LabelMap> of(Sample sample) {
    return Optional.of(ImageFiles.readIds(file(folder, sample)));
  }

  @Override
  public Optional<float[]> distributions(Sample sample, ViewPlace place, LabelMap seen) {
    return soft.map(each -> each.of(sample, place, seen));
  }

  /** Where a sample's labels lie in a folder of labels. */
  public static Path file(Path folder, Sample sample) {
    return folder.resolve(sample.name() + ".png");
  }

  /** Writes a sample's labels. */
  public void write(Sample sample, LabelMap labels) {
    Path file = file(folder, sample);
    try {
      Files.createDirectories(file.getParent());
      PngWriter.writeGrey(file, labels);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
