package org.sourcefree.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.InvalidInputException;
import org.sourcefree.Progress;
import org.sourcefree.StopRequest;
import org.sourcefree.StoppedException;
import org.sourcefree.config.ConfigReader;
import org.sourcefree.experiment.Experiment;
import org.sourcefree.experiment.TrainingConfig;
import org.sourcefree.experiment.TrainingRun;

/** Images that a run trains on and that change before it has ended. */
@Tag("end-to-end")
class ChangedImagesTest {
  @TempDir private static Path root;
  private static SmallTask task;
  private static Path image;
  private static byte[] content;

  /** Does something once so many steps were taken. */
  private record AtStep(long step, Runnable deed) implements Progress {
    @Override
    public Task start(String task, long total, long taken) {
      return new Task() {
        @Override
        public void advance(long done, String state) {
          if (task.equals("training") && done == step) {
            deed.run();
          }
        }

        @Override
        public void close() {}
      };
    }
  }

  @BeforeAll
  static void adapt() throws IOException {
    task = SmallTask.make(root);
    image =
        root.resolve("data/target/leftImg8bit/train/streets/streets_000003_000001_leftImg8bit.png");
    content = Files.readAllBytes(image);
    task.adapt("whole").succeeded();
  }

  @AfterEach
  void putBack() throws IOException {
    Files.write(image, content);
  }

  @Test
  void theHashOfEveryImageIsNoted() throws IOException {
    assertThat(root.resolve("whole/provenance.json")).content().contains("images_sha256");
    List<String> lines = Files.readAllLines(root.resolve("whole/images.sha256"));
    assertThat(lines).hasSize(6).allMatch(line -> line.matches("[0-9a-f]{64}  \\S+"));
    assertThat(root.resolve("pretrained/images.sha256")).content().contains(" (label)");
  }

  @Test
  void anImageReplacedBeforeResuming() throws IOException {
    stopped("adapt", "stopped", 4);
    replace();
    task.adapt("stopped", "--resume").refused(image.toString(), "another than the run began with");
    putBack();
    resumesAsWhole("stopped");
  }

  @Test
  void anImageThatIsGoneOrNewBeforeResuming() throws IOException {
    stopped("adapt", "moved", 4);
    Path away = image.resolveSibling("streets_000009_000001_leftImg8bit.png");
    Files.copy(image, away);
    task.adapt("moved", "--resume").refused(away.toString(), "was not there when the run began");
    Files.delete(image);
    task.adapt("moved", "--resume").refused("streets_000003_000001", "is missing");
    Files.delete(away);
    putBack();
    resumesAsWhole("moved");
  }

  @Test
  void anImageReplacedBetweenRounds() throws IOException {
    TrainingRun run = run("adapt", new AtStep(5, ChangedImagesTest::replace));
    assertThatThrownBy(() -> run.run(root.resolve("replaced"), false))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll(image.toString(), "another than the run began with", "start anew");
  }

  @Test
  void aLabelThatPretrainingReads() throws IOException {
    Path label = root.resolve("data/source/labels/00002.png");
    byte[] known = Files.readAllBytes(label);
    stopped("pretrain", "source", 20);
    Files.copy(label.resolveSibling("00003.png"), label, StandardCopyOption.REPLACE_EXISTING);
    String[] resume = {
      "pretrain", task.config("pretrain"), "--out", root.resolve("source").toString(), "--resume"
    };
    Terminal.run(resume).refused(label.toString(), "another than the run began with");
    Files.write(label, known);
    Terminal.run(resume).succeeded();
    assertThat(SmallTask.trained(root.resolve("source")))
        .isEqualTo(SmallTask.trained(root.resolve("pretrained")));
  }

  /** A run of an earlier version has noted none. */
  @Test
  void aRunThatNotedNoImagesNotesThemOnceResumed() throws IOException {
    stopped("adapt", "earlier", 4);
    Files.delete(root.resolve("earlier/images.sha256"));
    resumesAsWhole("earlier");
    assertThat(root.resolve("earlier/images.sha256"))
        .hasSameTextualContentAs(root.resolve("whole/images.sha256"));
  }

  private static void resumesAsWhole(String name) throws IOException {
    task.adapt(name, "--resume").succeeded();
    assertThat(SmallTask.trained(root.resolve(name)))
        .isEqualTo(SmallTask.trained(root.resolve("whole")));
  }

  private static void stopped(String config, String name, long step) {
    StopRequest stop = new StopRequest();
    TrainingRun run = run(config, new AtStep(step, stop::make)).stoppedBy(stop);
    assertThatThrownBy(() -> run.run(root.resolve(name), false))
        .isInstanceOf(StoppedException.class);
  }

  private static TrainingRun run(String config, Progress progress) {
    Experiment read = ConfigReader.read(Path.of(task.config(config)), List.of(), Experiment.class);
    return new TrainingRun(TrainingConfig.of(read).orElseThrow(), progress);
  }

  private static void replace() {
    Path other = image.resolveSibling("streets_000004_000001_leftImg8bit.png");
    try {
      Files.copy(other, image, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
