package org.sourcefree.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClassSetTest {
  @Test
  void standardSetsKeepTheFieldsOrder() {
    ClassSet all = StandardClasses.CITYSCAPES_19.set();
    ClassSet shared = StandardClasses.SYNTHIA_16.set();

    assertThat(all.names())
        .containsExactly(
            "road",
            "sidewalk",
            "building",
            "wall",
            "fence",
            "pole",
            "traffic light",
            "traffic sign",
            "vegetation",
            "terrain",
            "sky",
            "person",
            "rider",
            "car",
            "truck",
            "bus",
            "train",
            "motorcycle",
            "bicycle");
    assertThat(shared.names()).hasSize(16).doesNotContain("terrain", "truck", "train");
    assertThat(all.names()).containsSubsequence(shared.names());
    assertThat(all.colours().get(8)).isEqualTo(0x6B8E23);
    assertThat(shared.colours().get(15)).isEqualTo(0x770B20);
    assertThat(shared.trainId("sky")).hasValue(9);
    assertThat(shared.trainId("terrain")).isEmpty();
  }

  @Test
  void refusesBadSets() {
    assertThatThrownBy(() -> new ClassSet(List.of("road"), List.of(0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("names");
    assertThatThrownBy(() -> new ClassSet(List.of("road", "road"), List.of(0, 1)))
        .hasMessageStartingWith("names must be distinct");
    assertThatThrownBy(() -> new ClassSet(List.of("road", "car"), List.of(0)))
        .hasMessageStartingWith("colours");
    assertThatThrownBy(() -> new ClassSet(List.of("road", "car"), List.of(0, 1 << 24)))
        .hasMessageStartingWith("colours");
    List<String> names = IntStream.range(0, 256).mapToObj(i -> "c" + i).toList();
    assertThatThrownBy(() -> new ClassSet(names, Collections.nCopies(256, 0)))
        .hasMessageStartingWith("names must hold 2 to 255 classes, got 256");
  }
}
