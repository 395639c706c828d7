package org.sourcefree.clustering;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.sourcefree.clustering.KMeans.Empty;

class KMeansTest {
  private static final List<float[]> THREE = List.of(vector(1, 0), vector(1, 0), vector(0, 1));

  private static float[] vector(float... numbers) {
    return numbers;
  }

  @Test
  void aCentreWithoutVectorsIsZeroAndTheFirstOfEqualOnesCounts() {
    assertThat(KMeans.centres(THREE, THREE, Empty.ZERO))
        .isDeepEqualTo(new float[][] {{1, 0}, {0, 0}, {0, 1}});
  }

  @Test
  void aCentreWithoutVectorsMayStay() {
    List<float[]> initial = List.of(vector(1, 0.5f), vector(9, 9), vector(0, 2));
    assertThat(KMeans.centres(THREE, initial, Empty.KEPT))
        .isDeepEqualTo(new float[][] {{1, 0}, {9, 9}, {0, 1}});
  }

  @Test
  void centresMoveToTheMeansOfTheirVectors() {
    List<float[]> vectors = List.of(vector(0), vector(1), vector(10), vector(14));
    assertThat(KMeans.centres(vectors, List.of(vector(0), vector(1)), Empty.ZERO))
        .isDeepEqualTo(new float[][] {{0.5f}, {12}});
  }

  @Test
  void spreadCentresDifferWhereVectorsDo() {
    List<float[]> vectors = List.of(vector(1), vector(1), vector(1), vector(5), vector(9));
    for (int seed = 0; seed < 20; seed++) {
      assertThat(KMeans.spread(vectors, 3, new SplittableRandom(seed)))
          .extracting(centre -> centre[0])
          .containsExactlyInAnyOrder(1f, 5f, 9f);
    }
  }

  @Test
  void spreadCentresRepeatWhereVectorsAreTooFew() {
    assertThat(KMeans.spread(THREE, 4, new SplittableRandom(3))).hasSize(4);
  }

  @Test
  void spreadCentresFollowFromTheDraws() {
    assertThat(KMeans.spread(THREE, 2, new SplittableRandom(7)))
        .usingRecursiveComparison()
        .isEqualTo(KMeans.spread(THREE, 2, new SplittableRandom(7)));
  }

  /** Of vectors at 0 and at 1, a far one is a hundred times as likely to be the second. */
  @Test
  void farVectorsAreDrawnMoreOften() {
    List<float[]> vectors = List.of(vector(0), vector(1), vector(10));
    int far = 0;
    int near = 0;
    for (int seed = 0; seed < 500; seed++) {
      List<float[]> centres = KMeans.spread(vectors, 2, new SplittableRandom(seed));
      if (centres.get(0)[0] == 0) {
        far += centres.get(1)[0] == 10 ? 1 : 0;
        near += centres.get(1)[0] == 1 ? 1 : 0;
      }
    }
    assertThat(far).isGreaterThan(100);
    assertThat(near).isLessThan(10);
  }
}
