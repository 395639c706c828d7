package org.sourcefree.data;

import java.util.List;
import java.util.Optional;

/** What datasets of one's own have in common, however their files are named. */
final class OwnData {
  private OwnData() {}

  /** Labels come with their meaning. */
  static void requireBoth(boolean labels, boolean values) {
    if (labels && !values) {
      throw new IllegalArgumentException("label_values must say what labels hold, found none");
    }
    if (values && !labels) {
      throw new IllegalArgumentException("labels must be given with label_values, found none");
    }
  }

  /** A path without its extension. */
  static String sampleName(String path) {
    int dot = path.lastIndexOf('.');
    return dot > path.lastIndexOf('/') + 1 ? path.substring(0, dot) : path;
  }

  static List<LabelFile> labelFiles(Sample sample, Optional<OwnLabels> values) {
    return sample.label().stream()
        .map(label -> new LabelFile(label, values.orElseThrow()))
        .toList();
  }
}
