package org.sourcefree.evaluation;

import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.sourcefree.data.ClassSet;

/**
 * How often each class was predicted for each true class. For a class c, TP (true positives) are
 * pixels of c predicted as c, FP (false positives) pixels of other classes predicted as c, FN
 * (false negatives) pixels of c predicted as another class. Pixels without a label do not count.
 * Not safe for use by several threads: give each thread its own matrix and add them up.
 */
public final class ConfusionMatrix {
  /** The label of pixels that count nowhere. */
  private final int classes;

  private long[] counts;

  /**
   * Creates a matrix without pixels.
   *
   * @param classes C, 1 to 255
   */
  public ConfusionMatrix(int classes) {
    if (classes < 1 || classes > ClassSet.IGNORE) {
      throw new IllegalArgumentException("classes must be from 1 to 255, got " + classes);
    }
    this.classes = classes;
    this.counts = new long[classes * classes];
  }

  /**
   * A matrix that was counted elsewhere.
   *
   * @param counts of every predicted class for the first true one, for the next, and so on
   */
  static ConfusionMatrix of(int classes, long[] counts) {
    ConfusionMatrix matrix = new ConfusionMatrix(classes);
    if (counts.length != matrix.counts.length) {
      throw new IllegalArgumentException(
          "counts must be %d, got %d".formatted(matrix.counts.length, counts.length));
    }
    matrix.counts = counts.clone();
    return matrix;
  }

  /** The counts of every predicted class for the first true one, for the next, and so on. */
  long[] counts() {
    return counts.clone();
  }

  /** C. */
  public int classes() {
    return classes;
  }

  /**
   * Counts the pixels of one image or many. If one of the ids is wrong, none is counted.
   *
   * @param truth labels, train ids, unsigned bytes, 255 = ignored
   * @param prediction train ids, unsigned bytes, in the same order
   */
  public void add(byte[] truth, byte[] prediction) {
    if (truth.length != prediction.length) {
      throw new IllegalArgumentException(
          "truth and prediction must have equally many pixels, got %d and %d"
              .formatted(truth.length, prediction.length));
    }
    long[] sums = counts.clone();
    for (int i = 0; i < truth.length; i++) {
      int trueId = Byte.toUnsignedInt(truth[i]);
      int predictedId = Byte.toUnsignedInt(prediction[i]);
      if (predictedId >= classes) {
        throw wrongId("predicted", "", predictedId);
      }
      if (trueId < classes) {
        sums[trueId * classes + predictedId]++;
      } else if (trueId != ClassSet.IGNORE) {
        throw wrongId("true", " or 255", trueId);
      }
    }
    counts = sums;
  }

  /** Adds the counts of another matrix of equally many classes. */
  public void merge(ConfusionMatrix other) {
    if (other.classes != classes) {
      throw new IllegalArgumentException(
          "matrices to merge must have equally many classes, got %d and %d"
              .formatted(classes, other.classes));
    }
    for (int i = 0; i < counts.length; i++) {
      counts[i] += other.counts[i];
    }
  }

  /** Pixels of one class predicted as another, or as itself. */
  public long count(int trueId, int predictedId) {
    return counts[index(trueId) * classes + index(predictedId)];
  }

  /** Pixels that carry a label. */
  public long pixels() {
    return IntStream.range(0, classes).mapToLong(this::labelled).sum();
  }

  /** TP / (TP + FP + FN), 0 to 1; empty for a class that is in neither truth nor prediction. */
  public OptionalDouble iou(int classId) {
    long hits = count(classId, classId);
    return ratio(hits, labelled(classId) + predicted(classId) - hits);
  }

  /** TP / (TP + FN), 0 to 1; empty for a class that is not in the truth. */
  public OptionalDouble accuracy(int classId) {
    return ratio(count(classId, classId), labelled(classId));
  }

  /** Mean IoU over the classes that occur in truth or prediction; empty if none does. */
  public OptionalDouble miou() {
    return miou(IntStream.range(0, classes).toArray());
  }

  /**
   * Mean IoU over those of the given classes that occur in truth or prediction; empty if none does.
   * The pixels of all classes still count as their false positives and negatives.
   */
  public OptionalDouble miou(int... subset) {
    return IntStream.of(subset)
        .mapToObj(this::iou)
        .filter(OptionalDouble::isPresent)
        .mapToDouble(OptionalDouble::getAsDouble)
        .average();
  }

  private long labelled(int classId) {
    return IntStream.range(0, classes).mapToLong(other -> count(classId, other)).sum();
  }

  private long predicted(int classId) {
    return IntStream.range(0, classes).mapToLong(other -> count(other, classId)).sum();
  }

  private int index(int classId) {
    if (classId < 0 || classId >= classes) {
      throw wrongId("class", "", classId);
    }
    return classId;
  }

  private IllegalArgumentException wrongId(String which, String also, int found) {
    return new IllegalArgumentException(
        "a %s id must be from 0 to %d%s, got %d".formatted(which, classes - 1, also, found));
  }

  private static OptionalDouble ratio(long part, long whole) {
    return whole == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) part / whole);
  }
}
