package org.sourcefree.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DiscriminatorLossesTest {
  @Test
  void takesTheMeanOverTheFirstAndTheLastTenth() {
    List<Map<String, Double>> steps = new ArrayList<>();
    for (int step = 0; step < 20; step++) {
      steps.add(
          Map.of(
              "cross_entropy",
              1.0,
              "discriminator.main.source",
              20.0 - step,
              "discriminator.main.target",
              2.0 * step,
              "adversarial",
              1.0 + step));
    }
    DiscriminatorLosses losses = DiscriminatorLosses.of(steps).get(0);
    assertThat(losses.name()).isEqualTo("main");
    assertThat(losses.source()).isCloseTo(1.5, within(1e-9));
    assertThat(losses.target()).isCloseTo(37, within(1e-9));
    assertThat(losses.mean()).isCloseTo(19.25, within(1e-9));
    assertThat(losses.before()).hasValue(1.5);
    assertThat(losses.after()).hasValue(19.5);
  }

  @Test
  void eachOfSeveralHasItsOwnAdversarialLoss() {
    Map<String, Double> step =
        Map.of(
            "discriminator.a.source", 0.5,
            "discriminator.a.target", 0.7,
            "adversarial.a", 0.9,
            "discriminator.b.source", 0.1,
            "discriminator.b.target", 0.3);
    List<DiscriminatorLosses> all = DiscriminatorLosses.of(List.of(step));
    assertThat(all).hasSize(2);
    DiscriminatorLosses first =
        all.stream().filter(each -> each.name().equals("a")).findFirst().orElseThrow();
    assertThat(first.after()).hasValue(0.9);
    assertThat(all)
        .filteredOn(each -> each.name().equals("b"))
        .allMatch(each -> each.after().isEmpty());
  }

  @Test
  void aRunWithoutOneHasNone() {
    assertThat(DiscriminatorLosses.of(List.of(Map.of("entropy", 0.3)))).isEmpty();
    assertThat(DiscriminatorLosses.of(List.of())).isEmpty();
  }
}
