package org.sourcefree.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Scores by an independent program: PyTorch 1.13.1 in double precision, its own formulas. */
class KeepTest {
  private static final int CLASSES = 3;

  private static final SampledPredictions UNSURE =
      predictions(
          "0.693088 0.179296 0.127616 0.096101 0.469424 0.434474 0.381685 0.221481 0.396834 0.187388 0.081169 0.731443 0.26847 0.614614 0.116916 0.457037 0.397057 0.145906",
          "0.807119 0.100488 0.092394 0.125225 0.679876 0.194899 0.132163 0.180337 0.687501 0.403697 0.219717 0.376586 0.219219 0.75079 0.029991 0.499001 0.417907 0.083091");

  private static final SampledPredictions SURE =
      predictions(
          "0.000277 0.000186 0.999537 0.042514 0.000109 0.957377 0.721391 0.002811 0.275797 0.075872 0.024237 0.899891 0.000002 0.005918 0.99408 0.149648 0.415651 0.434701",
          "0.928671 0.000028 0.071301 0.00645 0.988345 0.005205 0.241486 0.756857 0.001656 0.998438 0.000056 0.001507 0.241869 0.001859 0.756272 0.984604 0.000007 0.015389");

  private final Candidate start = candidate("start", UNSURE, 0.5, 0.3, 0.2);
  private final Candidate trained = candidate("trained", SURE, 0.6, 0.32, 0.08);
  private final List<Candidate> both = List.of(start, trained);

  @Test
  void scoresEqualAnIndependentPrograms() {
    assertScores("soft_neighbourhood_density", 0.7031759948931438, 0.8318793073595258);
    assertScores("information_maximisation", 0.22417846256971774, 0.7237675429137409);
    assertScores("agreement", 0.2698412698412698, 0.8333333333333334);
  }

  private void assertScores(String kind, double first, double second) {
    List<Double> scores = LabelFree.all().get(kind).scores(both);
    assertThat(scores.get(0)).isCloseTo(first, within(2e-5));
    assertThat(scores.get(1)).isCloseTo(second, within(2e-5));
  }

  @Test
  void aCandidateThatLostAClassIsOut() {
    assertThat(trained.leastShare(start)).isCloseTo(0.4, within(1e-12));

    assertThat(agreement(0.3).choose(both, start)).isEqualTo(1);
    assertThat(agreement(0.5).choose(both, start)).isEqualTo(0);
    assertThat(new LabelFree.Agreement(Optional.empty()).choose(both, start)).isEqualTo(0);
  }

  /** However bad its score, what training started from can always be handed over. */
  @Test
  void theReferenceIsNeverOut() {
    assertThat(agreement(1).choose(both, start)).isEqualTo(0);
    assertThat(agreement(1).choose(both, trained)).isEqualTo(1);
  }

  @Test
  void aClassThatWasHardlyPredictedDoesNotCount() {
    Candidate before = candidate("before", UNSURE, 0.9991, 0.0005, 0.0004);
    Candidate after = candidate("after", SURE, 1.0, 0.0, 0.0);

    assertThat(after.leastShare(before)).isGreaterThan(1);
    assertThat(ClassShares.vanished(before.shares(), after.shares())).isEmpty();
    assertThat(ClassShares.counted(before.shares())).isEqualTo(1);
  }

  @Test
  void theLastIsTheLastAndLabelsDecideByMiou() {
    Candidate best =
        new Candidate("best", 3, 0.1, List.of(0.5, 0.3, 0.2), UNSURE, Optional.of(60.0));
    Candidate worse =
        new Candidate("worse", 6, 0.1, List.of(0.5, 0.3, 0.2), UNSURE, Optional.of(50.0));

    assertThat(new Keep.Last().choose(List.of(best, worse), best)).isEqualTo(1);
    assertThat(new Keep.Labels().choose(List.of(start, best, worse), best)).isEqualTo(1);
  }

  @Test
  void predictionsAreReadAsWritten() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SURE.write(out);
    byte[] bytes = out.toByteArray();

    SampledPredictions read = SampledPredictions.read(new ByteArrayInputStream(bytes));

    assertThat(read.images().get(1)).isEqualTo(SURE.images().get(1));
    assertThat(read.agreementWith(SURE)).isEqualTo(1);
    byte[] half = Arrays.copyOf(bytes, bytes.length - 3);
    assertThatThrownBy(() -> SampledPredictions.read(new ByteArrayInputStream(half)))
        .isInstanceOf(EOFException.class);
  }

  @Test
  void largeMapsAreSampledOnAGrid() {
    float[] logits = new float[100 * 90 * 2];
    logits[2 * (3 * 90 + 6)] = 5; // row 3, column 6: on the grid of every third
    float[] sampled = SampledPredictions.softmax(logits, 100, 90, 2);

    assertThat(sampled).hasSize(34 * 30 * 2);
    assertThat(sampled[2 * (30 + 2)]).isCloseTo(0.99331f, within(1e-5f));
    assertThat(sampled[0]).isEqualTo(0.5f);
  }

  @Test
  void theShareIsOneOfOne() {
    assertThatThrownBy(() -> agreement(1.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("least_share must be 0 to 1, got 1.5");
  }

  private static LabelFree agreement(double leastShare) {
    return new LabelFree.Agreement(Optional.of(leastShare));
  }

  private static Candidate candidate(
      String name, SampledPredictions predictions, Double... shares) {
    return new Candidate(name, 1, 0.5, List.of(shares), predictions, Optional.empty());
  }

  private static SampledPredictions predictions(String... images) {
    return new SampledPredictions(CLASSES, List.of(images).stream().map(KeepTest::floats).toList());
  }

  private static float[] floats(String text) {
    String[] words = text.split(" ", -1);
    float[] values = new float[words.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.parseFloat(words[i]);
    }
    return values;
  }
}
