package org.sourcefree.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run depends on, to the bit: its config, model and images, and no target label. */
@Tag("end-to-end")
class ReproducibilityTest {
  @TempDir private static Path root;
  private static SmallTask task;

  @BeforeAll
  static void adapt() {
    task = SmallTask.make(root);
    task.adapt("first").succeeded();
  }

  @Test
  void twoRunsAgreeToTheBit() throws IOException {
    task.adapt("second").succeeded();
    assertSame("second");
  }

  @Test
  void twoPretrainingsAgreeToTheBit() throws IOException {
    Path again = root.resolve("pretrained_again");
    Terminal.run("pretrain", task.config("pretrain"), "--out", again.toString()).succeeded();
    assertThat(SmallTask.trained(again))
        .isEqualTo(SmallTask.trained(root.resolve("pretrained")))
        .containsKeys("metrics.jsonl", "saved_model/variables/variables.index");
  }

  @Test
  void aCacheOfDecodedImagesChangesNothing() throws IOException {
    String cache = "data.cache.folder=" + root.resolve("cache");
    task.adapt("filling_cache", "--set", cache).succeeded();
    task.adapt("from_cache", "--set", cache).succeeded();
    assertSame("filling_cache");
    assertSame("from_cache");
    assertThat(SmallTask.files(root.resolve("cache"))).isNotEmpty();
  }

  @Test
  void anotherSeedDiffers() throws IOException {
    task.adapt("other_seed", "--set", "seed=8").succeeded();
    assertThat(SmallTask.trained(root.resolve("other_seed")))
        .isNotEqualTo(SmallTask.trained(root.resolve("first")));
  }

  private static void assertSame(String run) throws IOException {
    assertThat(SmallTask.trained(root.resolve(run)))
        .isEqualTo(SmallTask.trained(root.resolve("first")))
        .hasSizeGreaterThan(2 * (6 + 1) + 1 + 1);
  }
}
