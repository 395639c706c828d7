package org.sourcefree.pseudolabel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassRanksTest {
  private static final int CLASSES = 5;

  /** Several images of one class and log-odds a pixel; the last class never occurs. */
  private record Images(List<byte[]> classes, List<float[]> logOdds) implements PixelScores {
    @Override
    public void scan(Consumer consumer) {
      for (int i = 0; i < classes.size(); i++) {
        consumer.accept(classes.get(i), logOdds.get(i));
      }
    }
  }

  /** A distribution of log-odds. */
  private interface Values {
    float next(Random random);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.001, 0.1, 0.2, 0.5, 0.999, 1})
  void normalLogOddsEqualSorting(double proportion) {
    assertEqualsSorting(random -> (float) (3 * random.nextGaussian()), proportion);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.2, 0.7})
  void tiesEqualSorting(double proportion) {
    assertEqualsSorting(random -> random.nextInt(9) - 4, proportion);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.2, 0.7})
  void hugeTinyAndSubnormalLogOddsEqualSorting(double proportion) {
    assertEqualsSorting(
        random -> {
          float value = Float.intBitsToFloat(random.nextInt());
          return Float.isNaN(value) ? Float.NEGATIVE_INFINITY : value;
        },
        proportion);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.05, 0.2})
  void logOddsThatShareTheirUpperBitsEqualSorting(double proportion) {
    assertEqualsSorting(random -> 200 + random.nextInt(500) / 65536f, proportion);
  }

  @Test
  void aProportionThatMeansAWholeNumberIsNotRoundedBelowIt() {
    for (int hundredths = 1; hundredths <= 100; hundredths++) {
      assertThat(kept(100, hundredths / 100.0)).as("%d %%", hundredths).isEqualTo(hundredths);
    }
    assertThat(kept(99, 0.29)).isEqualTo(28);
  }

  @Test
  void oneKeepsEveryPixel() {
    assertThat(kept(7, 1)).isEqualTo(7);
    assertThat(thresholds(1, 7)[0]).isEqualTo(Float.NEGATIVE_INFINITY);
  }

  @Test
  void aClassWithOnePixelKeepsItOnlyAtProportionOne() {
    assertThat(kept(1, 0.2)).isZero();
    assertThat(kept(1, 1)).isOne();
  }

  @Test
  void anAbsentClassGetsNoLabel() {
    assertThat(thresholds(0.2, 10)[1]).isEqualTo(Float.POSITIVE_INFINITY);
  }

  @Test
  void pixelsThatTieWithTheFirstOneBelowAreLeftOut() {
    Images images =
        new Images(List.of(new byte[10]), List.of(new float[] {5, 4, 4, 4, 4, 4, 1, 1, 1, 1}));
    assertThat(new ClassBalanced(0.3).thresholds(images, 1, 0).classArray()).containsExactly(4);
  }

  private static void assertEqualsSorting(Values values, double proportion) {
    Random random = new Random(17);
    Images images = new Images(new ArrayList<>(), new ArrayList<>());
    List<List<Float>> sorted = new ArrayList<>();
    for (int c = 0; c < CLASSES; c++) {
      sorted.add(new ArrayList<>());
    }
    for (int image = 0; image < 7; image++) {
      byte[] ids = new byte[311 + 40 * image];
      float[] logOdds = new float[ids.length];
      for (int i = 0; i < ids.length; i++) {
        ids[i] = (byte) Math.min(random.nextInt(16) / 3, 3);
        logOdds[i] = values.next(random);
        sorted.get(ids[i]).add(logOdds[i]);
      }
      images.classes().add(ids);
      images.logOdds().add(logOdds);
    }
    float[] expected = new float[CLASSES];
    for (int c = 0; c < CLASSES; c++) {
      sorted.get(c).sort(Collections.reverseOrder());
      int n = sorted.get(c).size();
      int keep = (int) (n * proportion);
      float all = n == 0 ? Float.POSITIVE_INFINITY : Float.NEGATIVE_INFINITY;
      expected[c] = keep < n ? sorted.get(c).get(keep) : all;
    }
    assertThat(new ClassBalanced(proportion).thresholds(images, CLASSES, 0).classArray())
        .containsExactly(expected);
  }

  /** How many of n pixels of distinct log-odds lie above the threshold. */
  private static int kept(int n, double proportion) {
    float threshold = thresholds(proportion, n)[0];
    int kept = 0;
    for (int i = 0; i < n; i++) {
      kept += i - n / 2 > threshold ? 1 : 0;
    }
    return kept;
  }

  /** Thresholds of class 0 with n pixels of log-odds −n/2, 1 − n/2, …, and of class 1 with none. */
  private static float[] thresholds(double proportion, int n) {
    float[] logOdds = new float[n];
    for (int i = 0; i < n; i++) {
      logOdds[i] = i - n / 2;
    }
    return new ClassBalanced(proportion)
        .thresholds(new Images(List.of(new byte[n]), List.of(logOdds)), 2, 0)
        .classArray();
  }
}
