package org.sourcefree.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.InvalidInputException;
import org.sourcefree.testing.TestImages;

class DatasetTest {
  private static final ClassSet CLASSES = StandardClasses.CITYSCAPES_19.set();
  private static final BufferedImage IMAGE = TestImages.samples(3, 2, 3, 0);
  private static final BufferedImage LABEL = TestImages.grey(3, 2, 7, 8, 11, 33, 0, 255);

  private final Path root;

  DatasetTest(@TempDir Path root) {
    this.root = root;
  }

  private Path write(String file, BufferedImage image) {
    return TestImages.writePng(root.resolve(file), image);
  }

  private static List<String> names(Dataset dataset) {
    return dataset.samples().stream().map(Sample::name).toList();
  }

  @Test
  void listsCityscapesWithoutLabels() {
    Path image = write("leftImg8bit/val/zurich/zurich_0_1_leftImg8bit.png", IMAGE);
    write("leftImg8bit/val/aachen/aachen_0_2_leftImg8bit.png", IMAGE);
    write("leftImg8bit/val/aachen/aachen_0_1_leftImg8bit.png", IMAGE);
    write("leftImg8bit/val/aachen/._aachen_0_1_leftImg8bit.png", IMAGE);
    write("leftImg8bit/val/aachen/other.png", IMAGE);
    write("leftImg8bit/train/bonn/bonn_0_1_leftImg8bit.png", IMAGE);
    Dataset dataset = new Cityscapes(root, Split.VAL);

    assertThat(names(dataset))
        .containsExactly("aachen/aachen_0_1", "aachen/aachen_0_2", "zurich/zurich_0_1");
    Sample last = dataset.samples().get(2);
    assertThat(last.image()).isEqualTo(image);
    assertThat(last.label())
        .hasValue(root.resolve("gtFine/val/zurich/zurich_0_1_gtFine_labelIds.png"));
    assertThatThrownBy(() -> dataset.label(last, CLASSES))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("zurich_0_1_gtFine_labelIds.png")
        .hasMessageContaining("zurich_0_1_gtFine_labelTrainIds.png");
  }

  @Test
  void readsCityscapesLabelIdsBeforeTrainIds() {
    write("leftImg8bit/train/bonn/bonn_1_leftImg8bit.png", IMAGE);
    write(
        "gtFine/train/bonn/bonn_1_gtFine_labelTrainIds.png",
        TestImages.grey(3, 2, 0, 1, 2, 18, 255, 5));
    Dataset dataset = new Cityscapes(root, Split.TRAIN);
    Sample sample = dataset.samples().get(0);

    assertThat(dataset.label(sample, CLASSES).ids()).containsExactly(0, 1, 2, 18, -1, 5);

    write("gtFine/train/bonn/bonn_1_gtFine_labelIds.png", LABEL);

    assertThat(dataset.load(sample, CLASSES).labels().ids()).containsExactly(0, 1, 2, 18, -1, -1);
    assertThat(dataset.load(sample, CLASSES).image().width()).isEqualTo(3);
  }

  @Test
  void readsGta5PaletteIndicesAsLabelIds() {
    write("images/00002.png", TestImages.samples(5, 2, 3, 0));
    write("images/00001.png", IMAGE);
    write("labels/00002.png", TestImages.palette(5, 2, 4));
    Dataset dataset = new Gta5(root);

    assertThat(names(dataset)).containsExactly("00001", "00002");
    // Indices (x + 3y) mod 16: 0 1 2 3 4 and 3 4 5 6 7, of which 7 is road.
    assertThat(dataset.label(dataset.samples().get(1), CLASSES).ids())
        .containsExactly(-1, -1, -1, -1, -1, -1, -1, -1, -1, 0);
    assertThatThrownBy(() -> dataset.label(dataset.samples().get(0), CLASSES))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(root.resolve("labels/00001.png").toString());
  }

  @Test
  void namesBothFilesAndSizesWhereTheyDiffer() {
    Path image = write("images/1.png", TestImages.samples(2, 3, 3, 0));
    Path label = write("labels/1.png", LABEL);
    Dataset dataset = new Gta5(root);

    assertThatThrownBy(() -> dataset.load(dataset.samples().get(0), CLASSES))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("label %s must be of the size of image %s, 2×3, got 3×2", label, image);
  }

  @Test
  void namesTheFileAndTheUnknownId() {
    write("images/1.png", TestImages.samples(2, 1, 3, 0));
    Path label = write("labels/1.png", TestImages.grey(2, 1, 7, 200));
    Dataset dataset = new Gta5(root);

    assertThatThrownBy(() -> dataset.label(dataset.samples().get(0), CLASSES))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(label.toString())
        .hasMessageContaining("200");
  }

  @Test
  void findsImagesAtAnyDepth() {
    write("b.PNG", IMAGE);
    TestImages.write(root.resolve("sub/deep/c.JPeG"), new byte[] {1});
    TestImages.write(root.resolve("a.jpg"), new byte[] {1});
    TestImages.write(root.resolve(".hidden/d.png"), new byte[] {1});
    TestImages.write(root.resolve("sub/.e.png"), new byte[] {1});
    TestImages.write(root.resolve("sub/readme.txt"), new byte[] {1});
    TestImages.write(root.resolve("png"), new byte[] {1});
    Dataset dataset = new ImageFolder(root);

    assertThat(names(dataset)).containsExactly("a", "b", "sub/deep/c");
    assertThat(dataset.samples().get(0).label()).isEmpty();
    assertThatThrownBy(() -> dataset.label(dataset.samples().get(0), CLASSES))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("a.jpg");
  }

  @Test
  void refusesTwoImagesOfOneName() {
    write("a.png", IMAGE);
    TestImages.write(root.resolve("a.jpg"), new byte[] {1});

    assertThatThrownBy(() -> new ImageFolder(root).samples())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("a.jpg")
        .hasMessageContaining("a.png");
  }

  @Test
  void streetScenesLieInTheLayoutsOfTheirDomains() {
    write("source/images/1.png", IMAGE);
    write("source_val/images/2.png", IMAGE);
    write("target/leftImg8bit/train/streets/streets_0_1_leftImg8bit.png", IMAGE);
    write("target/leftImg8bit/val/streets/streets_1_2_leftImg8bit.png", IMAGE);
    write("target/gtFine/val/streets/streets_1_2_gtFine_labelIds.png", LABEL);
    Path scenes = root.resolve("scenes.yaml");

    assertThat(names(new StreetScenes(root, scenes, Domain.SOURCE, Split.TRAIN)))
        .containsExactly("1");
    assertThat(names(new StreetScenes(root, scenes, Domain.SOURCE, Split.VAL)))
        .containsExactly("2");
    assertThat(names(new StreetScenes(root, scenes, Domain.TARGET, Split.TRAIN)))
        .containsExactly("streets/streets_0_1");
    Dataset val = new StreetScenes(root, scenes, Domain.TARGET, Split.VAL);
    assertThat(val.label(val.samples().get(0), CLASSES).ids()).containsExactly(0, 1, 2, 18, -1, -1);
    assertThatThrownBy(() -> new StreetScenes(root, scenes, Domain.TARGET, Split.TEST))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("split");
  }

  @Test
  void namesWhatIsMissing() {
    Path absent = root.resolve("absent");
    assertMissing(new Cityscapes(absent, Split.VAL), "folder %s does not exist".formatted(absent));
    assertMissing(new Gta5(root), "images does not exist");
    assertMissing(new ImageFolder(root), "must hold images");
    write("leftImg8bit/val/city/other.png", IMAGE);
    assertMissing(new Cityscapes(root, Split.VAL), "must hold images");
    assertMissing(new Cityscapes(root, Split.TEST), "test does not exist");
    Path file = TestImages.write(root.resolve("images"), new byte[] {1});
    assertMissing(new Gta5(root), file + " must be a folder");
  }

  private static void assertMissing(Dataset dataset, String reason) {
    assertThatThrownBy(dataset::samples)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(reason);
  }
}
