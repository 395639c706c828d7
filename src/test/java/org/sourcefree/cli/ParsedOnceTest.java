package org.sourcefree.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.testing.ForeignTiny;

/**
 * A command parses a model's saved_model.pb once, as the JVM's own record of file reads says; the
 * process that tries another program's graph counts for itself.
 */
@Tag("end-to-end")
class ParsedOnceTest {
  @TempDir private static Path root;
  private static SmallTask task;

  @BeforeAll
  static void make() throws IOException {
    task = SmallTask.make(root, "--set", "training.steps_per_round=1");
    ForeignTiny.write(root.resolve("theirs"), ForeignTiny.Weights.RESOURCE);
  }

  @Test
  void byEveryCommandThatOpensOneModel() throws IOException {
    String model = root.resolve("pretrained").toString();
    String photos = task.imageFolder("photos").toString();
    String out = root.resolve("out").toString();
    String brief = "training={batch_size: 2, rounds: 1, steps_per_round: 1, checkpoint_every: 1}";
    once("adapt", task.config("adapt"), "--out", out + "/adapted", "--set", brief);
    once("evaluate", task.config("evaluate"));
    once("predict", model, photos, "--out", out + "/predicted");
    once("export", model, "--out", out + "/served");
    once("export", model, "--torch", out + ".pth");
    once("inspect", model);
    once("check", task.config("adapt"), "--no-step");
    once("inspect", root.resolve("theirs").toString());
  }

  private static void once(String... command) throws IOException {
    Path record = root.resolve("reads.jfr");
    try (Recording recording = new Recording()) {
      recording.enable("jdk.FileRead").withThreshold(Duration.ZERO).withStackTrace();
      recording.start();
      Terminal.run(command);
      recording.stop();
      recording.dump(record);
    }
    assertThat(parses(record)).as(String.join(" ", command)).hasSize(1);
  }

  /** The files that were read to their end by who parses them, not by who takes their checksum. */
  private static List<String> parses(Path record) throws IOException {
    List<String> parsed = new ArrayList<>();
    for (RecordedEvent event : RecordingFile.readAllEvents(record)) {
      String path = String.valueOf(event.getString("path"));
      boolean ended = event.getBoolean("endOfFile");
      boolean model = path.startsWith(root.toString()) && path.endsWith("saved_model.pb");
      if (ended && model && isParse(event)) {
        parsed.add(path);
      }
    }
    return parsed;
  }

  private static boolean isParse(RecordedEvent event) {
    return event.getStackTrace().getFrames().stream()
        .anyMatch(frame -> frame.getMethod().getType().getName().contains("SavedModelFile"));
  }
}
