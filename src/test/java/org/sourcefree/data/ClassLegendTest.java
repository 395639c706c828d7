package org.sourcefree.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sourcefree.image.LabelMap;
import org.sourcefree.image.LegendKey;

class ClassLegendTest {
  private static final ClassSet FEW =
      new ClassSet(List.of("soil", "plant", "sky"), List.of(0x112233, 0x44, 0x5));

  @Test
  void namesTheClassesThatOccurInTheirOrder() {
    LabelMap labels = new LabelMap(5, 1, new byte[] {2, 2, 0, 2, 2});
    assertThat(ClassLegend.of(FEW, List.of(labels)))
        .containsExactly(new LegendKey("soil", 0x112233), new LegendKey("sky", 0x5));
  }

  @Test
  void pixelsWithoutALabelAreNamedIfThereAreAny() {
    LabelMap ignored = LabelMap.filled(2, 1, ClassSet.IGNORE);
    assertThat(ClassLegend.of(FEW, List.of(LabelMap.filled(2, 1, 1), ignored)))
        .containsExactly(new LegendKey("plant", 0x44), new LegendKey("no label", 0));
    assertThat(ClassLegend.of(FEW, List.of())).isEmpty();
  }

  @Test
  void ofManyClassesThoseWithMostPixelsAreNamed() {
    ClassSet many = ClassSet.named(IntStream.range(0, 150).mapToObj(i -> "c" + i).toList());
    List<LabelMap> labels =
        IntStream.range(0, 30).mapToObj(c -> LabelMap.filled(c + 1, 1, c)).toList();
    LegendKey wrong = new LegendKey("wrong", 0xD55E00);
    List<LegendKey> legend = ClassLegend.of(many, labels, wrong);
    assertThat(legend.subList(0, 20))
        .extracting(LegendKey::name)
        .isEqualTo(IntStream.range(10, 30).mapToObj(i -> "c" + i).toList());
    assertThat(legend.subList(20, 22))
        .containsExactly(wrong, LegendKey.remark("and 10 smaller ones"));
  }
}
