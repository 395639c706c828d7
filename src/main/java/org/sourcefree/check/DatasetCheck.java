package org.sourcefree.check;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sourcefree.Progress;
import org.sourcefree.check.DatasetReport.SizeCount;
import org.sourcefree.data.Dataset;
import org.sourcefree.data.LabelFile;
import org.sourcefree.data.LabelValues;
import org.sourcefree.data.Prefetcher;
import org.sourcefree.data.Sample;
import org.sourcefree.image.ImageFiles;
import org.sourcefree.image.ImageSize;
import org.sourcefree.run.Example;

/** Decodes every file of a dataset on all cores and sums up; holds a few images at a time. */
final class DatasetCheck {
  private static final int EXAMPLES = 4;

  private final DataUse use;
  private final List<Sample> samples;
  private final int decoded;
  private final boolean labelled;
  private final Map<ImageSize, Long> sizes = new LinkedHashMap<>();
  private final Map<LabelValues, IdTally> tallies = new LinkedHashMap<>();
  private final List<DataFault> faults = new ArrayList<>();
  private final Map<Path, Long> missingFolders = new LinkedHashMap<>();
  private final List<Sample> sound = new ArrayList<>();
  private long labelFiles;
  private long labelsRead;

  /**
   * Lists the dataset.
   *
   * @param decoded how many images are decoded at most, from all over the dataset; of the others
   *     headers are read
   * @throws org.sourcefree.InvalidInputException if it cannot be listed, or its labels' values and
   *     the classes do not go together
   */
  DatasetCheck(DataUse use, int decoded) {
    this.use = use;
    this.decoded = decoded;
    this.samples = use.dataset().samples();
    List<LabelFile> labels = use.dataset().labelFiles(samples.get(0));
    boolean none = labels.isEmpty();
    if (use.labelled()) {
      labels.forEach(label -> label.values().trainIds(use.classes().classes()));
    }
    this.labelled = use.labelled() && !none;
    if (use.labelled() && none) {
      faults.add(
          DataFault.dataset(
              "%s must have labels, got images only".formatted(String.join(", ", use.roles()))));
    }
  }

  /** Reads every file. */
  DatasetReport run(Progress progress) {
    Dataset dataset = use.dataset();
    String task = "checking " + String.join(", ", use.roles());
    try (Progress.Task shown = progress.start(task, samples.size(), 0);
        Prefetcher<SampleFinding> findings =
            new Prefetcher<>(
                0,
                samples.size(),
                i -> SampleFinding.of(dataset, samples.get((int) i), labelled, isDecoded(i)))) {
      for (int done = 1; findings.hasNext(); done++) {
        add(samples.get(done - 1), findings.next());
        shown.advance(done, faults.isEmpty() ? "" : faults.size() + " wrong");
      }
    }
    missingFolders.forEach((folder, files) -> faults.add(missing(folder, files)));
    return new DatasetReport(
        use.roles(),
        dataset,
        samples.size(),
        sizes(),
        labelFiles,
        labels(),
        dataset.unusedLabels(),
        faults);
  }

  private boolean isDecoded(long index) {
    long images = samples.size();
    return decoded >= images || (index + 1) * decoded / images > index * decoded / images;
  }

  /** A few sound images from all over the dataset, as they are, and their truth if it is read. */
  List<Example> examples() {
    List<Example> examples = new ArrayList<>();
    for (Sample sample : Sample.spread(sound, EXAMPLES)) {
      examples.add(
          new Example(
              sample.name(),
              ImageFiles.readRgb(sample.image()),
              Optional.of(sample)
                  .filter(any -> labelled)
                  .map(any -> use.dataset().label(any, use.classes().classes())),
              Map.of()));
    }
    return examples;
  }

  private void add(Sample sample, SampleFinding finding) {
    finding.size().ifPresent(size -> sizes.merge(size, 1L, Long::sum));
    finding.ids().ifPresent(this::add);
    labelFiles += finding.labelExists() ? 1 : 0;
    finding.faults().forEach(this::add);
    if (finding.faults().isEmpty()) {
      sound.add(sample);
    }
  }

  private void add(IdTally ids) {
    labelsRead++;
    tallies.computeIfAbsent(ids.values(), IdTally::new).add(ids);
  }

  /** A folder that is missing is named once, not by each file that belongs in it. */
  private void add(DataFault fault) {
    Optional<Path> folder = fault.file().flatMap(DatasetCheck::missingFolder);
    if (fault.kind() == DataFault.Kind.MISSING && folder.isPresent()) {
      missingFolders.merge(folder.get(), 1L, Long::sum);
    } else {
      faults.add(fault);
    }
  }

  /** The highest folder on a file's path that does not exist. */
  private static Optional<Path> missingFolder(Path file) {
    Optional<Path> missing = Optional.empty();
    Optional<Path> folder = Optional.ofNullable(file.getParent());
    while (folder.isPresent() && !Files.exists(folder.get())) {
      missing = folder;
      folder = folder.flatMap(below -> Optional.ofNullable(below.getParent()));
    }
    return missing;
  }

  private static DataFault missing(Path folder, long files) {
    String reason = "does not exist; %d labels belong in it".formatted(files);
    return new DataFault(DataFault.Kind.MISSING, Optional.of(folder), reason, files);
  }

  private List<SizeCount> sizes() {
    return sizes.entrySet().stream()
        .map(size -> new SizeCount(size.getKey().width(), size.getKey().height(), size.getValue()))
        .sorted(Comparator.comparingLong(SizeCount::images).reversed())
        .toList();
  }

  private Optional<LabelReport> labels() {
    return labelled
        ? Optional.of(LabelReport.of(labelsRead, use.classes(), tallies.values()))
        : Optional.empty();
  }
}
