package org.sourcefree.run.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.image.ImageFiles;
import org.sourcefree.image.RgbImage;
import org.sourcefree.testing.Events;
import org.sourcefree.testing.Events.Value;

class EventFileTest {
  @TempDir private Path folder;

  @Test
  void holdsEveryNumberWithItsStepAndTag() throws IOException {
    try (EventFile file = new EventFile(folder)) {
      file.scalar(0, "loss/total", 1.5);
      file.scalar(12345678901L, "iou/traffic light · ü", -0.1);
    }
    assertThat(Events.in(folder))
        .extracting(Value::step, Value::tag, Value::number)
        .containsExactly(
            tuple(0L, "loss/total", 1.5f), tuple(12345678901L, "iou/traffic light · ü", -0.1f));
  }

  @Test
  void holdsPicturesPixelByPixel() throws IOException {
    byte[] pixels = new byte[3 * 5 * 2];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i * 9);
    }
    try (EventFile file = new EventFile(folder)) {
      file.image(7, "target_1/prediction", new RgbImage(5, 2, pixels));
    }
    Value picture = Events.in(folder).get(0);
    assertThat(picture.tag()).isEqualTo("target_1/prediction/image");
    assertThat(picture.step()).isEqualTo(7);
    byte[] png = new byte[picture.png().remaining()];
    picture.png().get(png);
    RgbImage read = ImageFiles.readRgb(Files.write(folder.resolve("read.png"), png));
    assertThat(read.width()).isEqualTo(5);
    assertThat(read.pixels()).isEqualTo(pixels);
  }

  @Test
  void whatWasFlushedIsThereBeforeTheFileIsClosed() throws IOException {
    try (EventFile file = new EventFile(folder)) {
      file.scalar(3, "a", 1);
      file.flush();
      assertThat(Events.in(folder)).hasSize(1);
    }
  }

  @Test
  void twoFilesOfTheSameSecondAreTwo() throws IOException {
    new EventFile(folder).close();
    new EventFile(folder).close();
    assertThat(files()).hasSize(2);
  }

  @Test
  void aFolderIsNeeded() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> new EventFile(file)).isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void historyCutsOutWhatDoesNotStayAndNothingElse() throws IOException {
    write(0, 6);
    byte[] before = Files.readAllBytes(files().get(0));
    new EventHistory(folder).keep((step, tag) -> true);
    assertThat(files().get(0)).hasBinaryContent(before);
    new EventHistory(folder).keep((step, tag) -> step < 4 || (step == 4 && tag.equals("b")));
    assertThat(Events.in(folder))
        .extracting(Value::step, Value::tag)
        .containsExactly(
            tuple(0L, "a"),
            tuple(0L, "b"),
            tuple(1L, "a"),
            tuple(1L, "b"),
            tuple(2L, "a"),
            tuple(2L, "b"),
            tuple(3L, "a"),
            tuple(3L, "b"),
            tuple(4L, "b"));
  }

  @Test
  void historyCutsAtDamage() throws IOException {
    write(0, 3);
    Path file = files().get(0);
    byte[] whole = Files.readAllBytes(file);
    for (int missing : new int[] {1, 5, 20}) {
      Files.write(file, Arrays.copyOf(whole, whole.length - missing));
      new EventHistory(folder).keep((step, tag) -> true);
      assertThat(Events.in(folder)).hasSize(5);
    }
    Files.write(file, new byte[100]);
    new EventHistory(folder).keep((step, tag) -> true);
    assertThat(Events.in(folder)).isEmpty();
    Files.writeString(file, "no event file at all, but text of some length");
    new EventHistory(folder).keep((step, tag) -> true);
    assertThat(Events.in(folder)).isEmpty();
  }

  private void write(int from, int to) {
    try (EventFile file = new EventFile(folder)) {
      for (int step = from; step < to; step++) {
        file.scalar(step, "a", step);
        file.scalar(step, "b", -step);
      }
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Events::isEventFile).sorted().toList();
    }
  }
}
