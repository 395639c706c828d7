package org.sourcefree.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.InvalidInputException;
import org.sourcefree.data.OwnLabels.Others;
import org.sourcefree.testing.TestImages;

class OwnLabelsTest {
  private static final ClassSet CLASSES = ClassSet.named(List.of("soil", "plant"));

  private final Path folder;

  OwnLabelsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private static LabelIds ids(Map<String, List<Integer>> classes) {
    return new LabelIds(classes, Optional.empty(), Optional.empty());
  }

  private static LabelColours colours(Map<String, List<String>> classes, Others others) {
    return new LabelColours(classes, Optional.of(List.of("#000000")), Optional.of(others));
  }

  private byte[] read(LabelValues values, BufferedImage label) {
    Path file = TestImages.writePng(folder.resolve("label.png"), label);
    return values.toTrainIds(values.read(file), CLASSES, file).ids();
  }

  private static BufferedImage rgb(int width, int... colours) {
    BufferedImage image =
        new BufferedImage(width, colours.length / width, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, width, colours.length / width, colours, 0, width);
    return image;
  }

  @Test
  void severalIdsMayStandForAClass() {
    LabelIds values = ids(Map.of("soil", List.of(3, 0), "plant", List.of(17)));

    assertThat(read(values, TestImages.grey(3, 2, 3, 0, 17, 255, 0, 17)))
        .containsExactly(0, 0, 1, -1, 0, 1);
  }

  @Test
  void masksOf0And255HaveTwoClasses() {
    LabelIds values = ids(Map.of("soil", List.of(0), "plant", List.of(255)));

    assertThat(read(values, TestImages.grey(2, 1, 0, 255))).containsExactly(0, 1);
    assertThat(values.meaning(255)).contains("plant");
  }

  @Test
  void otherIdsAreRefusedUnlessTheyAreIgnored() {
    BufferedImage label = TestImages.grey(3, 1, 1, 1, 5);
    assertThatThrownBy(() -> read(ids(Map.of("soil", List.of(1))), label))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "label %s must hold ids 1, 255, got 5 at column 2, row 0", folder.resolve("label.png"));

    LabelIds named =
        new LabelIds(
            Map.of("soil", List.of(1)), Optional.of(List.of(5)), Optional.of(Others.REFUSE));
    LabelIds others =
        new LabelIds(Map.of("soil", List.of(1)), Optional.empty(), Optional.of(Others.IGNORE));
    assertThat(read(named, label)).containsExactly(0, 0, -1);
    assertThat(read(others, label)).containsExactly(0, 0, -1);
  }

  @Test
  void anIdStandsForOneThing() {
    assertThatThrownBy(() -> ids(Map.of("soil", List.of(4), "plant", List.of(4))))
        .hasMessageStartingWith("classes must name each id once, got 4 as ");
    assertThatThrownBy(() -> ids(Map.of("soil", List.of(4, 4))))
        .hasMessage("classes must name each id once, got 4 as soil and as soil");
    assertThatThrownBy(
            () ->
                new LabelIds(Map.of("soil", List.of(4)), Optional.of(List.of(4)), Optional.empty()))
        .hasMessage("ignored must name each id once, got 4 as soil and as ignored");
    assertThatThrownBy(() -> ids(Map.of("soil", List.of(256))))
        .hasMessage("classes must hold ids 0 to 255, got 256");
    assertThatThrownBy(() -> ids(Map.of())).hasMessageContaining("at least one id");
  }

  @Test
  void classesMustBeTheModels() {
    assertThatThrownBy(() -> ids(Map.of("sol", List.of(0))).trainIds(CLASSES))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "label_values must map to classes of the model, which are soil, plant, got \"sol\"");
  }

  @Test
  void coloursOfRgbAndPaletteLabels() {
    LabelColours values =
        colours(
            Map.of("soil", List.of("#7a5230"), "plant", List.of("#4CAF50", "#00ff00")),
            Others.REFUSE);

    assertThat(read(values, rgb(2, 0x7a5230, 0x4caf50, 0x00ff00, 0x000000)))
        .containsExactly(0, 1, 1, -1);
    // Entry i of the palette is (200 − 3i, 10 + 5i, 77 + 11i); indices 0, 1, 2, 3.
    LabelColours palette =
        colours(
            Map.of("soil", List.of("#c80a4d", "#c50f58"), "plant", List.of("#c21463", "#bf196e")),
            Others.REFUSE);
    assertThat(read(palette, TestImages.palette(4, 1, 2))).containsExactly(0, 0, 1, 1);
  }

  @Test
  void otherColoursAreRefusedByNameUnlessTheyAreIgnored() {
    Map<String, List<String>> classes = Map.of("soil", List.of("#7a5230"));
    BufferedImage label = rgb(2, 0x7a5230, 0x7a5231);

    assertThatThrownBy(() -> read(colours(classes, Others.REFUSE), label))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "label %s must hold colours #7a5230, #000000, got #7a5231 at column 1, row 0",
            folder.resolve("label.png"));
    assertThat(read(colours(classes, Others.IGNORE), label)).containsExactly(0, -1);
  }

  @Test
  void aColourStandsForOneThing() {
    assertThatThrownBy(
            () ->
                colours(
                    Map.of("soil", List.of("#ABCDEF"), "plant", List.of("#abcdef")), Others.REFUSE))
        .hasMessageStartingWith("classes must name each colour once, got #");
    assertThatThrownBy(() -> colours(Map.of("soil", List.of("brown")), Others.REFUSE))
        .hasMessage("classes must hold colours such as \"#804020\", got \"brown\"");
  }

  @Test
  void jpegsHoldNoExactColours() {
    byte[] jpeg = TestImages.encode(TestImages.samples(4, 4, 3, 0), "jpg");
    Path file = TestImages.write(folder.resolve("label.jpg"), jpeg);

    assertThatThrownBy(() -> colours(Map.of("soil", List.of("#7a5230")), Others.IGNORE).read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("must be a PNG");
  }

  @Test
  void ownClassesHaveTwoNamesOrMoreAndDistinctColours() {
    assertThat(new OwnClasses(List.of("a", "b"), Optional.of(List.of("#00000a", "#0b0000"))).set())
        .isEqualTo(new ClassSet(List.of("a", "b"), List.of(0x0a, 0x0b0000)));
    assertThat(new OwnClasses(List.of("a", "b"), Optional.empty()).set())
        .isEqualTo(ClassSet.named(List.of("a", "b")));
    assertThatThrownBy(() -> new OwnClasses(List.of("a"), Optional.empty()))
        .hasMessage("names must hold 2 to 255 classes, got 1");
    assertThatThrownBy(() -> new OwnClasses(List.of("a", "a"), Optional.empty()))
        .hasMessageStartingWith("names must be distinct");
    assertThatThrownBy(
            () -> new OwnClasses(List.of("a", "b"), Optional.of(List.of("#0a0000", "#0A0000"))))
        .hasMessageStartingWith("palette must hold distinct colours");
    assertThatThrownBy(() -> new OwnClasses(List.of("a", "b"), Optional.of(List.of("#0a0000"))))
        .hasMessage("palette must hold as many colours as there are names (2), got 1");
  }
}
