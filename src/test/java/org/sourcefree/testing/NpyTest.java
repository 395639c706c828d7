package org.sourcefree.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class NpyTest {
  @Test
  void readsUnsignedBytes() {
    Npy label = Npy.read("golden/metrics/c19/label.npy");
    assertThat(label.shape()).containsExactly(4, 64, 128);
    assertThat(label.bytes()).hasSize(4 * 64 * 128);
  }

  @Test
  void readsFloats() {
    Npy input = Npy.read("golden/network/tiny_input.npy");
    assertThat(input.shape()).containsExactly(2, 3, 97, 129);
    assertThat(input.floats()).doesNotContain(Float.NaN);
  }

  @Test
  void readsDoubles() {
    assertThat(Npy.read("golden/network/tiny_eval_logits_f64.npy").doubles()).isNotEmpty();
  }

  @Test
  void readsLongs() {
    Npy labels = Npy.read("golden/losses/c5/labels.npy");
    assertThat(LongStream.of(labels.longs())).allMatch(id -> id == 255 || (id >= 0 && id < 5));
  }

  @Test
  void refusesAnotherType() {
    Npy label = Npy.read("golden/metrics/c19/label.npy");
    assertThatThrownBy(label::floats).hasMessage("the array must be of <f4, got |u1");
  }
}
