package org.sourcefree.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.image.ImageFiles;
import org.sourcefree.image.LabelMap;
import org.sourcefree.image.PngWriter;
import org.sourcefree.run.Results;
import org.sourcefree.run.RunLog;

/** Whatever becomes of the target's labels, adaptation writes the same but for its evaluation. */
@Tag("end-to-end")
class LabelIndependenceTest {
  /** What evaluation makes, and what no two runs have alike: times and files of events. */
  private static final String EVALUATION =
      "results.json|checkpoints/.*/validation.jsonl|evaluation.json|validation.jsonl|panels.*|report.html|run.log|timing.json|provenance.json"
          + "|events.out.*";

  @TempDir private static Path root;
  private static SmallTask task;
  private static Map<String, String> whole;

  @BeforeAll
  static void adapt() throws IOException {
    task = SmallTask.make(root);
    task.adapt("adapted").succeeded();
    whole = unevaluated();
    assertThat(whole)
        .containsKeys("saved_model/saved_model.pb", "metrics.jsonl", "pseudo_labels/round_1.json");
  }

  @Test
  void otherLabels() throws IOException {
    for (Path label : labels().values()) {
      LabelMap ids = ImageFiles.readIds(label);
      byte[] others = new byte[ids.ids().length];
      Arrays.fill(others, (byte) 7);
      PngWriter.writeGrey(label, new LabelMap(ids.width(), ids.height(), others));
    }
    adaptAnew().succeeded();
    assertThat(unevaluated()).isEqualTo(whole);
    assertThat(results().after()).isPresent();
  }

  @Test
  void corruptLabels() throws IOException {
    for (Path label : labels().values()) {
      Files.writeString(label, "no label");
    }
    Terminal run = adaptAnew();
    assertNotMeasured(run, "_gtFine_labelIds.png", "cannot be read");
  }

  @Test
  void noLabelsAtAll() throws IOException {
    for (Path label : labels().values()) {
      Files.delete(label);
    }
    assertNotMeasured(adaptAnew(), "needs label", "gtFine/val");
  }

  private static void assertNotMeasured(Terminal run, String... words) throws IOException {
    assertThat(run.complaints()).singleElement().asString().contains(words).contains("continues");
    assertThat(run.code()).isZero();
    assertThat(unevaluated()).isEqualTo(whole);
    assertThat(results().before()).isEmpty();
    assertThat(results().after()).isEmpty();
  }

  private static Terminal adaptAnew() throws IOException {
    for (Path file : SmallTask.files(root.resolve("adapted")).values()) {
      Files.delete(file);
    }
    Files.move(root.resolve("adapted"), Files.createTempDirectory(root, "old").resolve("old"));
    return task.adapt("adapted");
  }

  /** The labels as they were drawn, whatever another test did to them. */
  private static Map<String, Path> labels() throws IOException {
    Files.move(root.resolve("data"), Files.createTempDirectory(root, "old").resolve("old"));
    Terminal.run("generate", task.config("scenes")).succeeded();
    return SmallTask.files(root.resolve("data/target/gtFine"));
  }

  private static Results results() {
    return new RunLog(root.resolve("adapted")).results();
  }

  private static Map<String, String> unevaluated() throws IOException {
    Map<String, String> contents = new TreeMap<>();
    for (Map.Entry<String, Path> file : SmallTask.files(root.resolve("adapted")).entrySet()) {
      if (!file.getKey().matches(EVALUATION)) {
        contents.put(
            file.getKey(),
            file.getKey().endsWith("SHA256SUMS")
                ? sumsWithoutEvaluation(file.getValue())
                : sha256(file.getValue()));
      }
    }
    return contents;
  }

  /** A checkpoint also holds a copy of what was measured. */
  private static String sumsWithoutEvaluation(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .filter(line -> !line.endsWith("validation.jsonl"))
        .collect(Collectors.joining("\n"));
  }

  private static String sha256(Path file) throws IOException {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
