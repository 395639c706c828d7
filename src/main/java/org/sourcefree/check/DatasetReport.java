package org.sourcefree.check;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.sourcefree.data.Dataset;

/**
 * What was found in a dataset.
 *
 * @param roles what the config uses it for: source, target, evaluation
 * @param images listed
 * @param sizes of the images that could be read, the most frequent first
 * @param labelFiles images whose label file exists
 * @param labels what the labels hold; empty where none is opened
 * @param unusedLabels files that look like labels but are no image's
 * @param faults every file that is wrong
 */
public record DatasetReport(
    List<String> roles,
    Dataset dataset,
    long images,
    List<SizeCount> sizes,
    long labelFiles,
    Optional<LabelReport> labels,
    List<Path> unusedLabels,
    List<DataFault> faults) {

  /** Copies the lists. */
  public DatasetReport {
    roles = List.copyOf(roles);
    sizes = List.copyOf(sizes);
    unusedLabels = List.copyOf(unusedLabels);
    faults = List.copyOf(faults);
  }

  /** How many images have a size, in pixels. */
  public record SizeCount(int width, int height, long images) {}

  /** How many files are wrong. */
  public long wrong() {
    return faults.stream().mapToLong(DataFault::files).sum();
  }
}
