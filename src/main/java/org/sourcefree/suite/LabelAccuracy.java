package org.sourcefree.suite;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.sourcefree.InvalidInputException;
import org.sourcefree.data.ClassSet;
import org.sourcefree.data.Dataset;
import org.sourcefree.data.Prefetcher;
import org.sourcefree.data.Sample;
import org.sourcefree.image.ImageFiles;
import org.sourcefree.image.LabelMap;
import org.sourcefree.run.RunLog;

/**
 * How many of a finished run's pseudo labels are right. It opens the labels of the target images,
 * which the run itself never does.
 */
final class LabelAccuracy {
  private final Dataset target;
  private final ClassSet classes;

  /** What an image tells: pixels pseudo-labelled as each class and labelled at all, and right. */
  private record Count(List<Long> known, List<Long> right) {}

  LabelAccuracy(Dataset target, ClassSet classes) {
    this.target = target;
    this.classes = classes;
  }

  /** Every labelling round of a run; accuracies are empty where target images have no labels. */
  List<SuiteOutcome.LabelRound> rounds(Path folder) {
    RunLog log = new RunLog(folder);
    List<SuiteOutcome.LabelRound> rounds = new ArrayList<>();
    for (int round = 1; Files.isDirectory(log.pseudoLabels(round)); round++) {
      rounds.add(
          new SuiteOutcome.LabelRound(
              round,
              log.selectedShares(round, classes.names()),
              accuracies(log.pseudoLabels(round))));
    }
    return rounds;
  }

  private List<Optional<Double>> accuracies(Path labels) {
    int size = classes.size();
    long[] known = new long[size];
    long[] right = new long[size];
    List<Sample> samples = target.samples();
    try (Prefetcher<Count> counts =
        new Prefetcher<>(0, samples.size(), i -> count(labels, samples.get((int) i)))) {
      while (counts.hasNext()) {
        Count count = counts.next();
        for (int c = 0; c < size; c++) {
          known[c] += count.known().get(c);
          right[c] += count.right().get(c);
        }
      }
    }
    return IntStream.range(0, size)
        .mapToObj(
            c ->
                known[c] == 0
                    ? Optional.<Double>empty()
                    : Optional.of((double) right[c] / known[c]))
        .toList();
  }

  private Count count(Path labels, Sample sample) {
    LabelMap truth;
    try {
      truth = target.label(sample, classes);
    } catch (InvalidInputException e) {
      // A target needs no labels; those that are missing or damaged tell nothing.
      return new Count(boxed(new long[classes.size()]), boxed(new long[classes.size()]));
    }
    LabelMap pseudo = ImageFiles.readIds(labels.resolve(sample.name() + ".png"));
    long[] known = new long[classes.size()];
    long[] right = new long[classes.size()];
    for (int i = 0; i < truth.ids().length; i++) {
      int label = pseudo.ids()[i] & 0xFF;
      int id = truth.ids()[i] & 0xFF;
      if (label < known.length && id < known.length) {
        known[label]++;
        right[label] += label == id ? 1 : 0;
      }
    }
    return new Count(boxed(known), boxed(right));
  }

  private static List<Long> boxed(long[] counts) {
    return Arrays.stream(counts).boxed().toList();
  }
}
