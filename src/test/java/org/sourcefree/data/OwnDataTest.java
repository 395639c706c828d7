package org.sourcefree.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sourcefree.InvalidInputException;
import org.sourcefree.testing.TestImages;

class OwnDataTest {
  private static final ClassSet CLASSES = ClassSet.named(List.of("soil", "plant", "sky"));
  private static final LabelIds IDS =
      new LabelIds(
          Map.of("soil", List.of(0), "plant", List.of(1, 2), "sky", List.of(9)),
          Optional.of(List.of(7)),
          Optional.empty());

  private final Path root;

  OwnDataTest(@TempDir Path root) {
    this.root = root;
  }

  private Path image(String name) {
    return TestImages.writePng(root.resolve(name), TestImages.samples(3, 2, 3, 0));
  }

  private Path list(String name, String text) {
    return TestImages.write(root.resolve(name), text.getBytes(StandardCharsets.UTF_8));
  }

  private ImageGlobs globs(String images, String labels) {
    return new ImageGlobs(root, images, Optional.of(labels), Optional.of(IDS));
  }

  private static Dataset lists(Path root, Path images, Path labels) {
    return new ImageLists(root, images, Optional.of(labels), Optional.of(IDS));
  }

  private static List<String> names(Dataset dataset) {
    return dataset.samples().stream().map(Sample::name).toList();
  }

  @Test
  void aLabelIsWhereTheImagesWildcardsLead() {
    image("photos/b.JPG");
    image("photos/a.jpg");
    image("photos/2026/may/c.png");
    image("photos/.hidden.png");
    image("photos/note.txt");
    image("other/d.png");
    Dataset dataset = globs("photos/**/*.{jpg,JPG,png}", "masks/**/*_mask.png");

    assertThat(names(dataset)).containsExactly("photos/2026/may/c", "photos/a", "photos/b");
    assertThat(dataset.samples().stream().map(sample -> sample.label().orElseThrow()))
        .containsExactly(
            root.resolve("masks/2026/may/c_mask.png"),
            root.resolve("masks/a_mask.png"),
            root.resolve("masks/b_mask.png"));
  }

  /** As in {train,val} beside {train,val}annot. */
  @Test
  void aLabelTakesTheTextThatTheImagesBracesStandFor() {
    image("train/a_1.jpg");
    image("val/a_2.png");
    image("test/a_3.png");
    Dataset dataset = globs("{train,val}/a_?.{jpg,png}", "{train,val}annot/a_?.png");

    assertThat(names(dataset)).containsExactly("train/a_1", "val/a_2");
    assertThat(dataset.samples().stream().map(sample -> sample.label().orElseThrow()))
        .containsExactly(root.resolve("trainannot/a_1.png"), root.resolve("valannot/a_2.png"));
  }

  @Test
  void namesTheLabelThatIsMissingAndTheLabelsOfNoImage() {
    Path photo = image("photos/a.png");
    Path stray = image("masks/b.png");
    Dataset dataset = globs("photos/*.png", "masks/*.png");

    assertThat(dataset.unusedLabels()).containsExactly(stray);
    assertThatThrownBy(() -> dataset.label(dataset.samples().get(0), CLASSES))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "image %s needs label %s, which does not exist", photo, root.resolve("masks/a.png"));
  }

  @Test
  void namesAPatternOrAFolderThatHoldsNothing() {
    image("photos/a.png");
    assertThatThrownBy(() -> globs("photos/*.jpg", "masks/*.png").samples())
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("folder %s must hold images photos/*.jpg, got none", root);
    assertThatThrownBy(() -> globs("fotos/*.jpg", "masks/*.png").samples())
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("folder %s does not exist", root.resolve("fotos"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../*.png", "a/../../*.png", "/etc/*.png", "a\\..\\*.png"})
  void patternsStayBelowTheRoot(String pattern) {
    assertThatThrownBy(() -> globs(pattern, "masks/*.png"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("images must be a pattern below the root");
  }

  @Test
  void patternsMustFitEachOther() {
    assertThatThrownBy(() -> globs("photos/**/*.png", "masks/*.png"))
        .hasMessageStartingWith("labels must have the wildcards of images (photos/**/*.png)");
    assertThatThrownBy(() -> globs("photos/*.{png,jpg}", "masks/*.{png,gif}"))
        .hasMessageContaining("of its braces the same or none");
    assertThatThrownBy(() -> globs("photos/*.{png", "masks/*.png"))
        .hasMessageStartingWith("images must close each brace");
    assertThatThrownBy(
            () -> new ImageGlobs(root, "*.png", Optional.of("m/*.png"), Optional.empty()))
        .hasMessageStartingWith("label_values must say what labels hold");
    assertThatThrownBy(() -> new ImageGlobs(root, "*.png", Optional.empty(), Optional.of(IDS)))
        .hasMessageStartingWith("labels must be given");
  }

  @Test
  void charactersOfOtherPatternLanguagesStandForThemselves() {
    image("a[1]+(x).png");
    image("a1.png");

    assertThat(names(new ImageGlobs(root, "a[1]*.png", Optional.empty(), Optional.empty())))
        .containsExactly("a[1]+(x)");
  }

  @Test
  void listsPairLineByLine() {
    Path images = list("val.txt", "\ufeffphotos/b c.png\r\n\r\nphotos/a.jpeg\n");
    Path labels = list("val_masks.txt", "masks/2.png\n  masks/1.png\n");

    assertThat(lists(root, images, labels).samples())
        .containsExactly(
            new Sample(
                "photos/a",
                root.resolve("photos/a.jpeg"),
                Optional.of(root.resolve("masks/1.png"))),
            new Sample(
                "photos/b c",
                root.resolve("photos/b c.png"),
                Optional.of(root.resolve("masks/2.png"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../b.png", "x/../../b.png", "/b.png", "x\\..\\b.png"})
  void aLineThatLeavesTheRootIsNamed(String line) {
    Path images = list("val.txt", "a.png\n\n" + line + "\n");

    assertThatThrownBy(() -> lists(root, images, images).samples())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("a list must name files below the root, without .., got")
        .hasMessageEndingWith("(" + images + ":3)");
  }

  @Test
  void aLineThatIsNoFilesNameIsNamed() {
    Path images = list("val.txt", "a.png\n\nb\u0000.png\n");

    assertThatThrownBy(() -> lists(root, images, images).samples())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("a file's name must not hold the character 0, got b")
        .hasMessageEndingWith("(" + images + ":3)");
  }

  @Test
  void listsMustBeThereAndFit() {
    Path two = list("two.txt", "a.png\nb.png");
    Path one = list("one.txt", "a.png");
    assertThatThrownBy(() -> lists(root, two, one).samples())
        .hasMessage("lists must name as many labels as images, got 1 in %s and 2 in %s", one, two);
    Path empty = list("empty.txt", "\n\n");
    assertThatThrownBy(() -> lists(root, empty, one).samples())
        .hasMessage("list %s must name at least one file, got none", empty);
    Path twice = list("twice.txt", "a.png\na.png");
    assertThatThrownBy(() -> lists(root, twice, twice).samples()).hasMessageContaining("a.png");
    assertThatThrownBy(() -> lists(root, root.resolve("none.txt"), one).samples())
        .hasMessage("list %s does not exist", root.resolve("none.txt"));
    Path latin = TestImages.write(root.resolve("latin.txt"), new byte[] {(byte) 0xE4, '\n'});
    assertThatThrownBy(() -> lists(root, latin, one).samples())
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("list %s must be UTF-8 text", latin);
  }

  @Test
  void labelsMustBeOfTheImagesSize() {
    Path photo = image("photos/a.png");
    Path mask = TestImages.writePng(root.resolve("masks/a.png"), TestImages.grey(1, 2, 0, 0));
    Dataset dataset = globs("photos/*.png", "masks/*.png");

    assertThatThrownBy(() -> dataset.load(dataset.samples().get(0), CLASSES))
        .hasMessage("label %s must be of the size of image %s, 3×2, got 1×2", mask, photo);
  }
}
