package org.sourcefree.testing;

import java.util.Map;
import java.util.TreeMap;
import org.sourcefree.InvalidInputException;

/** How many made-up inputs were accepted and refused; every refusal must say what and where. */
public final class Tally {
  private final String inputs;
  private final String seed;
  private final Map<String, Integer> counts = new TreeMap<>();

  /** Counts inputs of a kind made with a seed. */
  public Tally(String inputs, String seed) {
    this.inputs = inputs;
    this.seed = seed;
  }

  /**
   * Uses an input.
   *
   * @param name of the file that a refusal must speak of
   * @param use anything it throws but a refusal is a fault
   */
  public void add(String name, Runnable use) {
    try {
      use.run();
      counts.merge("accepted", 1, Integer::sum);
    } catch (InvalidInputException e) {
      String message = String.valueOf(e.getMessage());
      for (String line : message.lines().toList()) {
        if (!message.contains(name) || line.contains("Exception")) {
          throw new AssertionError("a refusal must name file and reason: " + message, e);
        }
      }
      counts.merge("refused", 1, Integer::sum);
    }
  }

  /** Inputs so far. */
  public int total() {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Inputs that were refused. */
  public int refused() {
    return counts.getOrDefault("refused", 0);
  }

  /** Prints the counts. */
  public void print() {
    System.out.printf("%d %s, seed %s: %s%n", total(), inputs, seed, counts);
  }
}
