package org.sourcefree.scenes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.InvalidInputException;
import org.sourcefree.Progress;
import org.sourcefree.StoppedException;
import org.sourcefree.data.ClassSet;
import org.sourcefree.data.LabelEncoding;
import org.sourcefree.data.StandardClasses;
import org.sourcefree.data.Synthia;

class SceneWriterTest {
  private final Path temporary;

  SceneWriterTest(@TempDir Path temporary) {
    this.temporary = temporary;
  }

  @Test
  void writesTheSourceLikeGta5AndTheTargetLikeCityscapes() throws IOException {
    Path root = temporary.resolve("scenes");
    AtomicInteger calls = new AtomicInteger();
    SceneWriter writer = new SceneWriter(Pairs.small(1));
    writer.write(root, done -> calls.incrementAndGet());
    assertThat(calls).hasValue(8);
    assertThat(writer.total()).isEqualTo(8);
    assertThat(contents(root).keySet())
        .hasSize(16)
        .contains(
            "source/images/00001.png",
            "source/labels/00003.png",
            "source_val/images/00002.png",
            "source_val/labels/00002.png",
            "target/leftImg8bit/train/streets/streets_000002_000001_leftImg8bit.png",
            "target/gtFine/train/streets/streets_000002_000001_gtFine_labelIds.png",
            "target/leftImg8bit/val/streets/streets_000001_000001_leftImg8bit.png",
            "target/gtFine/val/streets/streets_000001_000001_gtFine_labelIds.png");
    assertThat(temporary.resolve("scenes.part")).doesNotExist();
  }

  @Test
  void encodesSourceLabelsAsPaletteIndicesAndTargetLabelsAsGrey() throws IOException {
    ScenePair pair = Pairs.small(2);
    Path root = temporary.resolve("scenes");
    new SceneWriter(pair).write(root, done -> {});
    BufferedImage source = read(root.resolve("source/labels/00002.png"));
    assertThat(source.getColorModel()).isInstanceOf(IndexColorModel.class);
    assertThat(source.getColorModel().getRGB(7) & 0xffffff).isEqualTo(0x804080);
    assertThat(ids(source)).isEqualTo(pair.paint(SceneSet.SOURCE_TRAIN, 2).labels().ids());
    BufferedImage target =
        read(root.resolve("target/gtFine/val/streets/streets_000001_000001_gtFine_labelIds.png"));
    assertThat(target.getType()).isEqualTo(BufferedImage.TYPE_BYTE_GRAY);
    assertThat(ids(target)).isEqualTo(pair.paint(SceneSet.TARGET_VAL, 1).labels().ids());
  }

  @Test
  void writesTheSourceLikeSynthiaWhenAskedTo() throws IOException {
    ScenePair gta5 = Pairs.small(2);
    ScenePair pair =
        new ScenePair(
            2,
            128,
            64,
            3,
            2,
            2,
            1,
            Optional.of(SourceLayout.SYNTHIA),
            gta5.source(),
            gta5.target());
    Path root = temporary.resolve("scenes");
    new SceneWriter(pair).write(root, done -> {});
    BufferedImage label = read(root.resolve("source/GT/LABELS/0000002.png"));
    assertThat(label.getSampleModel().getSampleSize(0)).isEqualTo(16);
    assertThat(label.getRaster().getNumBands()).isEqualTo(3);

    ClassSet classes = StandardClasses.CITYSCAPES_19.set();
    Synthia source = new Synthia(root.resolve("source"));
    byte[] table = LabelEncoding.CITYSCAPES.trainIds(classes);
    byte[] expected = pair.paint(SceneSet.SOURCE_TRAIN, 2).labels().ids();
    for (int i = 0; i < expected.length; i++) {
      expected[i] = table[expected[i] & 0xFF];
    }
    assertThat(source.samples()).hasSize(3);
    assertThat(source.label(source.samples().get(1), classes).ids()).isEqualTo(expected);
    assertThat(read(root.resolve("source/RGB/0000002.png"))).isNotNull();
  }

  @Test
  void writesTheSameBytesOnOneThreadAsOnSeveral() throws IOException {
    new SceneWriter(Pairs.small(3)).write(temporary.resolve("several"), done -> {}, 3);
    new SceneWriter(Pairs.small(3)).write(temporary.resolve("one"), done -> {}, 1);
    assertThat(contents(temporary.resolve("one")))
        .isEqualTo(contents(temporary.resolve("several")));
  }

  @Test
  void drawsDifferentImagesForEveryIndexAndSplit() {
    ScenePair pair = Pairs.small(4);
    byte[] first = pair.paint(SceneSet.SOURCE_TRAIN, 1).labels().ids();
    assertThat(pair.paint(SceneSet.SOURCE_TRAIN, 2).labels().ids()).isNotEqualTo(first);
    assertThat(pair.paint(SceneSet.SOURCE_VAL, 1).labels().ids()).isNotEqualTo(first);
    assertThat(Pairs.small(5).paint(SceneSet.SOURCE_TRAIN, 1).labels().ids()).isNotEqualTo(first);
  }

  @Test
  void keepsEarlierImagesWhenCountsGrow() {
    ScenePair few = Pairs.small(4);
    ScenePair many =
        new ScenePair(4, 128, 64, 30, 20, 20, 10, Optional.empty(), few.source(), few.target());
    for (SceneSet split : SceneSet.values()) {
      byte[] before = few.paint(split, 1).image().pixels();
      assertThat(many.paint(split, 1).image().pixels()).isEqualTo(before);
    }
  }

  @Test
  void refusesAFolderThatExists() {
    SceneFolder folder = new SceneFolder(temporary);
    assertThatThrownBy(() -> folder.make(Pairs.small(1), Progress.NONE))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("must not exist")
        .hasMessageContaining(temporary.toString());
  }

  @Test
  void whatWasDrawnBeforeAStopIsKept() throws IOException {
    Path whole = temporary.resolve("whole");
    new SceneFolder(whole).make(Pairs.small(1), Progress.NONE);
    Path root = temporary.resolve("scenes");
    stop(root, 1, 3);
    Path partial = temporary.resolve("scenes.partial");
    List<Path> drawn = pngs(partial);
    assertThat(drawn).hasSizeGreaterThanOrEqualTo(6);
    Files.write(drawn.get(0), Arrays.copyOf(Files.readAllBytes(drawn.get(0)), 90));
    List<Path> intact = drawn.stream().filter(file -> !file.endsWith("00001.png")).toList();
    Map<Path, FileTime> times = times(intact);
    stop(root, 1, 5);
    assertThat(times(times.keySet())).isEqualTo(times);
    new SceneFolder(root).make(Pairs.small(1), Progress.NONE);
    assertThat(contents(root)).isEqualTo(contents(whole)).containsKey("scenes.yaml");
    assertThat(partial).doesNotExist();
  }

  @Test
  void whatWasDrawnFromOtherSettingsIsNot() throws IOException {
    Path whole = temporary.resolve("whole");
    new SceneFolder(whole).make(Pairs.small(2), Progress.NONE);
    Path root = temporary.resolve("scenes");
    stop(root, 1, 3);
    new SceneFolder(root).make(Pairs.small(2), Progress.NONE);
    assertThat(contents(root)).isEqualTo(contents(whole));
  }

  @Test
  void leavesNothingBehindWhenItFails() {
    Path root = temporary.resolve("scenes");
    assertThatThrownBy(
            () -> new SceneFolder(root).make(Pairs.small(1), at(1, new IllegalStateException("x"))))
        .hasMessage("x");
    assertThat(temporary).isEmptyDirectory();
  }

  private static void stop(Path root, long seed, long images) {
    assertThatThrownBy(
            () -> new SceneFolder(root).make(Pairs.small(seed), at(images, new StoppedException())))
        .isInstanceOf(StoppedException.class);
  }

  private static Map<Path, FileTime> times(Collection<Path> files) throws IOException {
    Map<Path, FileTime> times = new TreeMap<>();
    for (Path file : files) {
      times.put(file, Files.getLastModifiedTime(file));
    }
    return times;
  }

  /** Throws once so many images are done. */
  private static Progress at(long images, RuntimeException failure) {
    return (task, total, taken) ->
        new Progress.Task() {
          @Override
          public void advance(long done, String state) {
            if (done == images) {
              throw failure;
            }
          }

          @Override
          public void close() {}
        };
  }

  private static List<Path> pngs(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(file -> file.toString().endsWith(".png")).sorted().toList();
    }
  }

  private static Map<String, String> contents(Path root) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = root.relativize(file).toString().replace('\\', '/');
        contents.put(name, Arrays.toString(Files.readAllBytes(file)));
      }
    }
    return contents;
  }

  private static BufferedImage read(Path file) throws IOException {
    return ImageIO.read(file.toFile());
  }

  private static byte[] ids(BufferedImage image) {
    int[] samples =
        image.getRaster().getSamples(0, 0, image.getWidth(), image.getHeight(), 0, (int[]) null);
    byte[] ids = new byte[samples.length];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = (byte) samples[i];
    }
    return ids;
  }
}
