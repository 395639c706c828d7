package org.sourcefree.check;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sourcefree.InvalidInputException;
import org.sourcefree.data.Dataset;
import org.sourcefree.data.LabelFile;
import org.sourcefree.data.Sample;
import org.sourcefree.image.ImageFiles;
import org.sourcefree.image.ImageSize;
import org.sourcefree.image.LabelMap;

/**
 * What is known of one image and its label.
 *
 * @param size of the image, if it can be read
 * @param labelExists whether there is a label file
 * @param ids of the label, if it is opened and can be read
 */
record SampleFinding(
    Optional<ImageSize> size, boolean labelExists, Optional<IdTally> ids, List<DataFault> faults) {

  /**
   * Looks at the image and, if labels are asked for, the label.
   *
   * @param decoded whether all of them is read; else their headers are, and no ids
   */
  static SampleFinding of(Dataset dataset, Sample sample, boolean labelled, boolean decoded) {
    List<DataFault> faults = new ArrayList<>();
    Optional<ImageSize> size = size(sample.image(), decoded, faults);
    List<LabelFile> places = dataset.labelFiles(sample);
    Optional<LabelFile> label = places.stream().filter(LabelFile::exists).findFirst();
    Optional<IdTally> ids = Optional.empty();
    if (labelled && label.isPresent() && !decoded) {
      size(label.get().path(), false, faults)
          .ifPresent(labels -> compare(sample, size, label.get(), labels, faults));
    } else if (labelled && label.isPresent()) {
      ids = ids(sample, size, label.get(), faults);
    } else if (labelled) {
      faults.add(missing(sample, places));
    }
    return new SampleFinding(size, label.isPresent(), ids, faults);
  }

  private static Optional<ImageSize> size(Path image, boolean decoded, List<DataFault> faults) {
    try {
      return Optional.of(decoded ? ImageFiles.readRgb(image).size() : ImageFiles.readSize(image));
    } catch (InvalidInputException e) {
      faults.add(DataFault.unreadable(image, e));
      return Optional.empty();
    }
  }

  private static Optional<IdTally> ids(
      Sample sample, Optional<ImageSize> size, LabelFile file, List<DataFault> faults) {
    try {
      LabelMap labels = file.ids();
      compare(sample, size, file, labels.size(), faults);
      IdTally tally = IdTally.of(file.values(), labels);
      String unknown = UnknownValues.of(labels, file);
      if (!unknown.isEmpty()) {
        String reason = "must hold %s, got %s".formatted(file.values().expected(), unknown);
        faults.add(DataFault.of(DataFault.Kind.UNKNOWN_ID, file.path(), reason));
      }
      return Optional.of(tally);
    } catch (InvalidInputException e) {
      faults.add(DataFault.unreadable(file.path(), e));
      return Optional.empty();
    }
  }

  private static void compare(
      Sample sample,
      Optional<ImageSize> size,
      LabelFile file,
      ImageSize labels,
      List<DataFault> faults) {
    size.filter(image -> !image.equals(labels))
        .ifPresent(image -> faults.add(differing(sample, image, file, labels)));
  }

  private static DataFault differing(
      Sample sample, ImageSize image, LabelFile label, ImageSize labels) {
    String reason = "is %s, but image %s is %s".formatted(labels, sample.image(), image);
    return DataFault.of(DataFault.Kind.SIZE, label.path(), reason);
  }

  private static DataFault missing(Sample sample, List<LabelFile> places) {
    String others =
        places.stream()
            .skip(1)
            .map(place -> ", nor does " + place.path().getFileName())
            .collect(Collectors.joining());
    return DataFault.of(
        DataFault.Kind.MISSING,
        places.get(0).path(),
        "does not exist%s; image %s needs it".formatted(others, sample.image()));
  }
}
