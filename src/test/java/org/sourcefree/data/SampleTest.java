package org.sourcefree.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SampleTest {
  private static List<String> spread(int samples, int count) {
    List<Sample> all =
        IntStream.range(0, samples)
            .mapToObj(i -> new Sample("" + i, Path.of("image"), Optional.empty()))
            .toList();
    return Sample.spread(all, count).stream().map(Sample::name).toList();
  }

  @Test
  void aFewComeFromAllOverTheList() {
    assertThat(spread(100, 4)).containsExactly("0", "25", "50", "75");
    assertThat(spread(7, 3)).containsExactly("0", "2", "4");
  }

  @Test
  void ofAShortListAllCome() {
    assertThat(spread(3, 3)).containsExactly("0", "1", "2");
    assertThat(spread(2, 4)).containsExactly("0", "1");
    assertThat(spread(0, 4)).isEmpty();
  }
}
