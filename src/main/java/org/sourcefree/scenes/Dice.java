package org.sourcefree.scenes;

import java.util.SplittableRandom;
import org.sourcefree.data.Seeds;

/** Random draws of one scene; the same seed gives the same draws on every machine. */
final class Dice {
  private final SplittableRandom random;

  Dice(long seed) {
    random = new SplittableRandom(seed);
  }

  /** A number in 0…1 that belongs to a seed and two whole numbers. */
  static double hash(long seed, long i, long j) {
    return (Seeds.mix(Seeds.mix(seed, i), j) >>> 11) * 0x1.0p-53;
  }

  /** Draws of its own for one thing, so that what it draws moves nothing else. */
  Dice fork() {
    return new Dice(random.nextLong());
  }

  long seed() {
    return random.nextLong();
  }

  double between(double least, double most) {
    return least + (most - least) * random.nextDouble();
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  int sign() {
    return random.nextBoolean() ? 1 : -1;
  }

  /** One of the numbers, each equally likely. */
  int pick(int... choices) {
    return choices[random.nextInt(choices.length)];
  }

  /** Index drawn with the given weights. */
  int weighted(double... weights) {
    double sum = 0;
    for (double weight : weights) {
      sum += weight;
    }
    double rest = random.nextDouble() * sum;
    for (int i = 0; i < weights.length; i++) {
      rest -= weights[i];
      if (rest < 0) {
        return i;
      }
    }
    return weights.length - 1;
  }

  /** A Poisson-distributed count. */
  int count(double mean) {
    double limit = StrictMath.exp(-mean);
    int count = 0;
    for (double product = random.nextDouble(); product > limit; count++) {
      product *= random.nextDouble();
    }
    return count;
  }

  /** About normal: mean 0, standard deviation 1, from four uniform draws of 16 bits. */
  float noise() {
    long bits = random.nextLong();
    long sum = (bits & 0xffff) + (bits >>> 16 & 0xffff) + (bits >>> 32 & 0xffff) + (bits >>> 48);
    return (sum - 131070L) * (1 / 37837.2f);
  }
}
