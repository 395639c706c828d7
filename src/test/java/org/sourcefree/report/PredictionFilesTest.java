package org.sourcefree.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.InvalidInputException;
import org.sourcefree.data.Sample;
import org.sourcefree.image.LabelMap;
import org.sourcefree.image.RgbImage;
import org.sourcefree.predict.PredictionRun.Prediction;
import org.sourcefree.report.PredictionFiles.Kind;
import org.sourcefree.testing.TinyNetwork;

/** Where predictions are written, and what stays. */
class PredictionFilesTest {
  @TempDir private Path root;

  @Test
  void replaceEarlierPredictions() throws IOException {
    Path out = root.resolve("out");
    write(out);
    Path file = out.resolve("trainids/street.png");
    byte[] written = Files.readAllBytes(file);
    Files.writeString(file, "cut");
    write(out);
    assertThat(file).hasBinaryContent(written);
  }

  @Test
  void leaveOthersFilesAlone() throws IOException {
    Path file = root.resolve("out/trainids/street.png");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "theirs");
    assertThatThrownBy(() -> write(root.resolve("out")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(file + " is there already");
    assertThat(file).hasContent("theirs");
  }

  @Test
  void followNoLinkInPlaceOfAnUnfinishedFile() throws IOException {
    Path theirs = Files.writeString(root.resolve("theirs"), "theirs");
    Path folder = Files.createDirectories(root.resolve("out/trainids"));
    Files.createSymbolicLink(folder.resolve(".street.png.unfinished"), theirs);
    write(root.resolve("out"));
    assertThat(theirs).hasContent("theirs");
    assertThat(folder.resolve("street.png")).isRegularFile();
  }

  @Test
  void haveNamesAsLongAsImagesDo() {
    String name = "s".repeat(251);
    write(root.resolve("out"), name);
    assertThat(root.resolve("out/trainids/" + name + ".png")).isRegularFile();
  }

  private static void write(Path out) {
    write(out, "street");
  }

  private static void write(Path out, String name) {
    new PredictionFiles(out, Set.of(Kind.TRAINIDS), 0.5, TinyNetwork.MODEL.classes())
        .write(
            new Prediction(
                new Sample(name, Path.of(name + ".png"), Optional.empty()),
                new RgbImage(2, 1, new byte[6]),
                new LabelMap(2, 1, new byte[2]),
                new LabelMap(2, 1, new byte[2])));
  }
}
