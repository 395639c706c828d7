package org.sourcefree.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DivergenceFactorTest {
  private static final Divergence FIRST = Divergence.after(List.of(), 11, "loss", 8);
  private static final Divergence SECOND = Divergence.after(List.of(FIRST), 9, "loss", 8);
  private static final Divergence THIRD = Divergence.after(List.of(FIRST, SECOND), 13, "loss", 12);

  @Test
  void eachRestorationHalvesTheRateFromItsStateOn() {
    List<Divergence> all = List.of(FIRST, SECOND, THIRD);
    assertThat(Divergence.factorAt(List.of(), 8)).isEqualTo(1);
    assertThat(Divergence.factorAt(List.of(FIRST), 7)).isEqualTo(1);
    assertThat(Divergence.factorAt(List.of(FIRST), 8)).isEqualTo(0.5);
    assertThat(Divergence.factorAt(all, 7)).isEqualTo(1);
    assertThat(Divergence.factorAt(all, 8)).isEqualTo(0.25);
    assertThat(Divergence.factorAt(all, 11)).isEqualTo(0.25);
    assertThat(Divergence.factorAt(all, 12)).isEqualTo(0.125);
  }
}
