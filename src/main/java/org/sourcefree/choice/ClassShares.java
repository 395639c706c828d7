package org.sourcefree.choice;

import java.util.List;
import java.util.stream.IntStream;

/** Shares of the predicted pixels, [C], each 0 to 1, beside those of a network to compare with. */
public final class ClassShares {
  /** Of a class that is predicted at fewer than one pixel in a thousand, loss says nothing. */
  public static final double COUNTS = 0.001;

  /** What is left of the share of a class that has all but vanished. */
  public static final double VANISHED = 0.1;

  private ClassShares() {}

  /** What is left of the share of the class that lost most, of those that count; 1 if none does. */
  public static double least(List<Double> before, List<Double> now) {
    return counting(before).mapToDouble(c -> now.get(c) / before.get(c)).min().orElse(1);
  }

  /** The class of {@link #least}, train id; −1 if none counts. */
  public static int leastClass(List<Double> before, List<Double> now) {
    return counting(before)
        .boxed()
        .min((a, b) -> Double.compare(now.get(a) / before.get(a), now.get(b) / before.get(b)))
        .orElse(-1);
  }

  /** Classes that have all but vanished, train ids. */
  public static List<Integer> vanished(List<Double> before, List<Double> now) {
    return counting(before).filter(c -> now.get(c) < VANISHED * before.get(c)).boxed().toList();
  }

  /** How many classes count. */
  public static int counted(List<Double> before) {
    return Math.toIntExact(counting(before).count());
  }

  private static IntStream counting(List<Double> before) {
    return IntStream.range(0, before.size()).filter(c -> before.get(c) >= COUNTS);
  }
}
